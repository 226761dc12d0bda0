import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToSuccess } from '../../operations/process/run';
import { packageRoot } from '../../constructs/package-root';
import { ENTRIES } from './entries';

/** Declarations of the library in a directory of their own, and one file `all.d.ts` that has every entry. Resolves to the directory. */
export async function makeDeclarations(): Promise<string> {
  const parent = join(packageRoot(), '.appengine');
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, 'api-'));
  const options = ['--emitDeclarationOnly', '--declarationMap', 'false', '--sourceMap', 'false', '--outDir', directory];
  await runToSuccess(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.build.json', ...options], {
    cwd: packageRoot(),
  });
  writeFileSync(
    join(directory, 'all.d.ts'),
    Object.entries(ENTRIES)
      .map(([entry, module]) => `export * as ${entry} from './${module}';\n`)
      .join(''),
  );
  return directory;
}
