import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../constructs/package-root';
import { GUIDELINES, RULES } from '../../../../guidelines';
import { indexes, ruleFiles } from '../../../../tools/rule-index/indexes';

test('the indexes are what `npm run rules` makes of the files', () => {
  for (const [path, text] of indexes()) expect({ path, text: readFileSync(join(packageRoot(), path), 'utf8') }).toEqual({ path, text });
});

test('a rule is a file with a number and a name; its cases and the indexes are none', () => {
  const names = ['index.ts', '10.2-binds-read-only.ts', '10.2-binds-read-only.cases.ts', 'index.cases.ts', '05.1-not-privileged.ts'];

  expect(ruleFiles(names)).toEqual([
    { id: 'SDG-05.1', module: '05.1-not-privileged', name: 'notPrivileged' },
    { id: 'SDG-10.2', module: '10.2-binds-read-only', name: 'bindsReadOnly' },
  ]);
});

test.each(RULES)('$id is data in a file of its own, short and complete', ({ id, guideline, title, impact, remediation }) => {
  const folder = join(packageRoot(), 'guidelines', 'rules');
  const files = readdirSync(folder).filter((name) => name.startsWith(`${id.slice('SDG-'.length)}-`));
  const [cases = '', rule = ''] = files.sort();

  expect(rule).toMatch(/^\d\d\.\d{1,2}-[a-z]+(-[a-z]+)*\.ts$/);
  expect([cases, ...files.slice(1)]).toEqual([rule.replace('.ts', '.cases.ts'), rule]);
  expect(readFileSync(join(folder, rule), 'utf8').split('\n').length).toBeLessThan(65);
  expect(GUIDELINES.map(({ number }) => number)).toContain(guideline);
  for (const text of [title, impact, remediation]) expect(text).toMatch(/^[`a-zA-Z].*[^.\s]$/);
});
