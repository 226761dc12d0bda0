import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { GUIDELINES } from '../../../guidelines';

test('there are 17, numbered from 1, each with a name of its own', () => {
  expect(GUIDELINES.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
  expect(new Set(GUIDELINES.map(({ slug }) => slug)).size).toBe(17);
});

test.each(GUIDELINES)('$number $slug', ({ slug, title, asked, meaning, files, beyond }) => {
  expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  for (const text of [asked, meaning]) expect(text).toMatch(/^[A-Z].*\.$/);
  // Either a file carries it, or there is a reason why none does.
  expect([files.length > 0, beyond !== undefined]).toContain(true);
  expect(files.filter((file) => !existsSync(join(packageRoot(), file)))).toEqual([]);
});

test('a file that says it serves a guideline is listed there', () => {
  const mentions = readdirSync(join(packageRoot(), 'constructs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `constructs/${path}`)
    .flatMap((file) => guidelinesNamedIn(file).map((number) => ({ file, number })));

  expect(mentions.length).toBeGreaterThan(10);
  expect(mentions.filter(({ file, number }) => GUIDELINES[number - 1]?.files.includes(file) !== true)).toEqual([]);
});

/** Numbers in `guideline 6` and `guidelines 5 and 7`. */
function guidelinesNamedIn(file: string): number[] {
  const text = readFileSync(join(packageRoot(), file), 'utf8');
  return [...text.matchAll(/guidelines? (\d+)(?: and (\d+))?/g)]
    .flatMap(([, first, second]) => [first, second])
    .filter((number) => number !== undefined)
    .map(Number);
}
