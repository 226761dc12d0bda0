import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { RULES } from '../../../guidelines';
import { anchor } from '../../../tools/guideline-docs/text';
import { blocksOf } from './pages';

const DOCS = join(packageRoot(), 'docs');

/** In the order in which a page has them; a page may be without those of the second level of its examples. */
const HEADINGS = [
  ...['## Impact', '## Remediation', '## When not to use it', '## How to waive it', '## Examples'],
  ...['### Fails', '### Passes', '### Unknown', '### Not applicable', '### On a live engine', '## Proof'],
];

const pages = readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
const rulePages = RULES.map((rule) => ({ rule, text: readPage(`rules/${rule.id}.md`) }));

function readPage(path: string): string {
  return readFileSync(join(DOCS, path), 'utf8');
}

function headingsOf(page: string): readonly string[] {
  return page.replace(/```[^]*?```/g, '').match(/^#+ .*$/gm) ?? [];
}

test('the pages are what `npm run docs` makes of the rules', () => {
  const tsx = require.resolve('tsx/cli');
  const { stdout, stderr, status } = spawnSync(process.execPath, [tsx, 'tools/guideline-docs.ts', '--check'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });

  expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
});

test('every rule has one page, and every page a rule', () => {
  expect(readdirSync(join(DOCS, 'rules')).sort()).toEqual(RULES.map(({ id }) => `${id}.md`));
});

test.each(rulePages)('$rule.id says everything in order', ({ rule, text }) => {
  const [title, ...headings] = headingsOf(text);

  expect(text).toMatch(/^<!-- Made by `npm run docs` from guidelines\/rules\//);
  expect(title).toBe(`# ${rule.id}: ${rule.title}`);
  expect(headings).toEqual(HEADINGS.filter((heading) => headings.includes(heading)));
  expect(headings).toEqual(expect.arrayContaining(HEADINGS.filter((heading) => heading.startsWith('## '))));
  expect(blocksOf(`docs/rules/${rule.id}.md`, 'ts').length).toBe(rule.unwaivable === true ? 0 : 1);
});

test.each(pages)('every link of %s leads somewhere', (path) => {
  const links = [...readPage(path).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    const [file = '', fragment] = link.split('#');
    const target = file === '' ? join(DOCS, path) : join(DOCS, dirname(path), file);
    if (!existsSync(target)) return true;
    return (
      fragment !== undefined &&
      !headingsOf(readFileSync(target, 'utf8')).some((heading) => anchor(heading.replace(/^#+ /, '')) === fragment)
    );
  });

  expect(broken).toEqual([]);
});
