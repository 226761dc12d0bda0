import { problemsOf } from './compiler';
import { blocks, PAGES } from './pages';

/** What blocks import beside packages: another block of their page, or what their reader has. */
const BESIDE: Readonly<Record<string, string>> = {
  'docs/shop-stack.ts': `import { TerraformStack } from 'cdktf';\nexport class ShopStack extends TerraformStack {}\n`,
  'docs/rules.ts': blocks('docs/custom-rules.md')[0]?.text ?? '',
};

/** What the page of a rule has its waiver for. */
const IN_SCOPE = `import type { IConstruct } from 'constructs';\ndeclare const shop: IConstruct;\n`;

const all = PAGES.flatMap(blocks);
const sources = Object.fromEntries(
  all
    .filter(({ language }) => language === 'ts')
    .map(({ page, text }, index) => {
      const scope = page.startsWith('docs/rules/') ? IN_SCOPE : '';
      return [`${page.replace(/\.md$/, '')}-${String(index)}.ts`, `${scope}${text}`];
    }),
);

test('every block says what it is', () => {
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(({ language }) => !['ts', 'sh', 'json', 'text'].includes(language))).toEqual([]);
});

test('every block of TypeScript compiles, and the compiler would notice', () => {
  const [, tenant = ''] = Object.values(sources);
  const wrong = { 'wrong.ts': tenant.replace('replicas: 2', "replicas: 'two'") };

  expect(problemsOf({ ...sources, ...BESIDE, ...wrong })).toEqual(["wrong.ts: Type 'string' is not assignable to type 'number'."]);
});

test('every block of JSON parses', () => {
  for (const { page, language, text } of all) {
    if (language === 'json') expect({ page, value: JSON.parse(text) as unknown }).toHaveProperty('value');
  }
});
