import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';

/** File of a rule, such as `05.1-not-privileged.ts`: its number, and the name of what it exports. */
const RULE_FILE = /^(\d\d\.\d{1,2})-([a-z]+(?:-[a-z]+)*)\.ts$/;

const NOTICE = '// Made by `npm run rules` from the files beside it. Change those, not this one.';

interface RuleFile {
  readonly id: string;
  /** Without its extension. */
  readonly module: string;
  readonly name: string;
}

/** The two generated files of `guidelines/rules/`, by their paths below the root of the project: all rules, and the cases of all. */
export function indexes(): ReadonlyMap<string, string> {
  const rules = ruleFiles(readdirSync(join(packageRoot(), 'guidelines', 'rules')));
  return new Map([
    ['guidelines/rules/index.ts', ruleIndex(rules)],
    ['guidelines/rules/index.cases.ts', caseIndex(rules)],
  ]);
}

/** The rules among the names of files, by their numbers. */
export function ruleFiles(names: readonly string[]): readonly RuleFile[] {
  return [...names].sort().flatMap((file) => {
    const [, number, words] = RULE_FILE.exec(file) ?? [];
    if (number === undefined || words === undefined) return [];
    return [
      {
        id: `SDG-${number}`,
        module: file.slice(0, -'.ts'.length),
        name: words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
      },
    ];
  });
}

function ruleIndex(rules: readonly RuleFile[]): string {
  return [
    NOTICE,
    `import type { Rule } from '../rule';`,
    ...rules.map(({ name, module }) => `import { ${name} } from './${module}';`),
    '',
    '/** All rules of this library, in the order of their ids. */',
    'export const RULES: readonly Rule[] = [',
    ...rules.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

function caseIndex(rules: readonly RuleFile[]): string {
  return [
    NOTICE,
    `import type { RuleCases } from '../cases/cases';`,
    ...rules.map(({ name, module }) => `import { cases as ${name} } from './${module}.cases';`),
    '',
    '/** Cases of all rules, by their ids. */',
    'export const CASES: Readonly<Record<string, RuleCases>> = {',
    ...rules.map(({ id, name }) => `  '${id}': ${name},`),
    '};',
    '',
  ].join('\n');
}
