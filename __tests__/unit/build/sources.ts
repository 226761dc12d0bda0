import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SourceDirectory } from '../../../constructs/build/plan/source-directory';

const made: string[] = [];

/** A directory named `shop` with some files, which `removeSources` removes. */
export function sources(files: Readonly<Record<string, string | object>>): SourceDirectory {
  const parent = mkdtempSync(join(tmpdir(), 'sources-'));
  made.push(parent);
  const directory = join(parent, 'shop');
  mkdirSync(directory);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(directory, dirname(path)), { recursive: true });
    writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return new SourceDirectory(directory);
}

export function removeSources(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}
