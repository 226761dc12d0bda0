/** Writes the messages of the sources into `docs/errors.md`: part of `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../constructs/package-root';
import { withMessages } from './error-messages/page';

async function main(): Promise<void> {
  const path = join(packageRoot(), 'docs', 'errors.md');
  const page = withMessages(readFileSync(path, 'utf8'));
  writeFileSync(path, await format(page, { ...(await resolveConfig(path)), parser: 'markdown' }));
}

void main();
