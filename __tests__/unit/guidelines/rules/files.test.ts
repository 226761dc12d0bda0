import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../constructs/package-root';
import { GUIDELINES, RULES } from '../../../../guidelines';

test.each(RULES)('$id is data in a file of its own, short and complete', ({ id, guideline, title, opens, fix }) => {
  const folder = join(packageRoot(), 'guidelines', 'rules');
  const files = readdirSync(folder).filter((name) => name.startsWith(`${id.slice('SDG-'.length)}-`));

  expect(files).toEqual([expect.stringMatching(/^\d\d\.\d-[a-z]+(-[a-z]+)*\.ts$/)]);
  expect(readFileSync(join(folder, files[0] ?? ''), 'utf8').split('\n').length).toBeLessThan(65);
  expect(GUIDELINES.map(({ number }) => number)).toContain(guideline);
  for (const text of [title, opens, fix]) expect(text).toMatch(/^[`a-zA-Z].*[^.\s]$/);
});
