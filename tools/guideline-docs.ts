/**
 * Writes `docs/guidelines.md` and a page for every rule in `docs/rules/` from the rules, their cases and the attacks: `npm run docs`.
 * `npm run docs -- --check` writes nothing, and fails with the names of the pages that are not what it would write.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../constructs/package-root';
import { pages } from './guideline-docs/pages';

const DOCS = join(packageRoot(), 'docs');

/** What is there of what could be made. */
function existingPages(): readonly string[] {
  mkdirSync(join(DOCS, 'rules'), { recursive: true });
  const rules = readdirSync(join(DOCS, 'rules')).map((name) => `rules/${name}`);
  return readdirSync(DOCS).includes('guidelines.md') ? ['guidelines.md', ...rules] : rules;
}

async function main(): Promise<void> {
  const made = await pages();
  const existing = existingPages();
  const stale = existing.filter((path) => !made.has(path));
  const changed = [...made].filter(([path, text]) => !existing.includes(path) || readFileSync(join(DOCS, path), 'utf8') !== text);
  if (process.argv.includes('--check')) {
    for (const path of [...stale, ...changed.map(([name]) => name)])
      process.stdout.write(`docs/${path} is not current: run npm run docs\n`);
    process.exitCode = stale.length + changed.length === 0 ? 0 : 1;
    return;
  }
  for (const path of stale) rmSync(join(DOCS, path));
  for (const [path, text] of changed) writeFileSync(join(DOCS, path), text);
  process.stdout.write(`${String(made.size)} pages, ${String(changed.length)} written, ${String(stale.length)} removed\n`);
}

void main();
