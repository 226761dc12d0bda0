/** Writes `docs/cli.md`: part of `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../constructs/package-root';
import { cliReference } from './cli-reference/page';

async function main(): Promise<void> {
  const path = join(packageRoot(), 'docs', 'cli.md');
  writeFileSync(path, await format(cliReference(), { ...(await resolveConfig(path)), parser: 'markdown' }));
}

void main();
