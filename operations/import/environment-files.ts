import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Variable } from './description';

/** Variables of a file of `NAME=value` lines, with their places; undefined where it cannot be read. @param shown as remarks name it */
export function readEnvironmentFile(path: string, shown: string): readonly Variable[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  return Object.entries(parseEnv(text)).map(([name, value]) => {
    const line = lines.findIndex((candidate) =>
      new RegExp(`^\\s*(?:export\\s+)?${name.replaceAll(/[^\w]/g, '\\$&')}\\s*=`).test(candidate),
    );
    return { name, value: value ?? '', variables: [], position: { file: shown, line: Math.max(line, 0) + 1, column: 1 } };
  });
}

/** The same as values by name; none where there is no such file. */
export function environmentFileValues(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries((readEnvironmentFile(path, path) ?? []).map(({ name, value = '' }) => [name, value]));
}
