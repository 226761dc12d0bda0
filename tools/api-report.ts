/**
 * Writes a report of what every entry of the package exports to `api/`: `npm run api`. `npm run api -- --check` writes nothing, and fails with the names of
 * the reports that are not what it would write. Both fail where an export needs something that is not exported.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { makeDeclarations } from './api-report/declarations';
import { REPORTS, extract } from './api-report/extract';

async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  mkdirSync(REPORTS, { recursive: true });
  const declarations = await makeDeclarations();
  try {
    const { changed, forgotten } = extract(declarations, !isCheck);
    for (const text of forgotten) process.stdout.write(`${text}\n`);
    for (const entry of changed)
      process.stdout.write(
        `api/${entry}.api.md ${isCheck ? 'is not current: run npm run api, and look at what changes for users' : 'written'}\n`,
      );
    process.exitCode = forgotten.length > 0 || (isCheck && changed.length > 0) ? 1 : 0;
  } finally {
    rmSync(declarations, { recursive: true });
  }
}

void main();
