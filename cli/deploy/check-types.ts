import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { replaceFile } from '../../operations/process/replace-file';
import { run } from '../../operations/process/run';
import type { Session } from '../../operations/session';

/** Directories without sources of the project. Those whose names begin with a dot have none either. */
const GENERATED: readonly string[] = ['node_modules', 'cdktf.out', 'dist'];
const MOST_LINES = 20;

/**
 * Checks the types of a project as its tsconfig.json says: what runs `main.ts` only strips them, and a misspelt prop would be left out without a word. Sources that
 * passed are not checked again. A project without a tsconfig.json, or without TypeScript, has no types to check.
 * @throws AppEngineError TypesInvalid
 */
export async function checkTypes({ workspace, instance, environment }: Session): Promise<void> {
  const { directory } = workspace;
  const compiler = compilerOf(directory);
  if (compiler === undefined || !existsSync(join(directory, 'tsconfig.json'))) return;
  // All instances of a project have the same sources, and no instance has a dot in its name.
  const passed = join(dirname(instance.directory), 'types.sha256');
  const sources = hashSources(directory, compiler);
  if (existsSync(passed) && readFileSync(passed, 'utf8') === sources) return;
  const command = [compiler, '--project', 'tsconfig.json', '--noEmit', '--pretty', 'false'];
  const { exitCode, stdout, stderr } = await run(process.execPath, command, { cwd: directory, environment });
  if (exitCode !== 0) throw invalid(stdout || stderr);
  await replaceFile(passed, sources);
}

function compilerOf(directory: string): string | undefined {
  try {
    return createRequire(join(directory, 'package.json')).resolve('typescript/bin/tsc');
  } catch {
    return undefined;
  }
}

/** Of everything that can change what the compiler says. */
function hashSources(directory: string, compiler: string): string {
  const hash = createHash('sha256').update(compiler);
  const packages = ['package-lock.json', 'package.json'].map((name) => join(directory, name)).filter((file) => existsSync(file));
  for (const file of [...packages, ...sourcesBelow(directory)]) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function sourcesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return GENERATED.includes(entry.name) || entry.name.startsWith('.') ? [] : sourcesBelow(path);
      return entry.isFile() && (/\.[cm]?tsx?$/.test(entry.name) || entry.name === 'tsconfig.json') ? [path] : [];
    });
}

function invalid(output: string): AppEngineError {
  const lines = output.trim().split('\n');
  const shown = lines.slice(0, MOST_LINES).map((line) => `    ${line}`);
  const more = lines.length > MOST_LINES ? [`    … ${String(lines.length - MOST_LINES)} more lines: npx tsc --noEmit`] : [];
  return new AppEngineError(
    'TypesInvalid',
    `the compiler finds errors, and nothing was changed; fix them, or deploy without this check: npx appengine up --no-types\n${[...shown, ...more].join('\n')}`,
  );
}
