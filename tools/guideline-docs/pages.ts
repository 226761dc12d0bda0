import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { packageRoot } from '../../constructs/package-root';
import { RULES } from '../../guidelines/rules';
import { ruleFiles } from '../rule-index/indexes';
import { overview } from './overview';
import { rulePage } from './rule-page';

/** Every page that is made from the rules, by its path below `docs/`. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const files = new Map(ruleFiles(readdirSync(join(packageRoot(), 'guidelines', 'rules'))).map(({ id, module }) => [id, `${module}.ts`]));
  const made = RULES.map((rule): [string, string] => {
    return [`rules/${rule.id}.md`, rulePage(rule, `guidelines/rules/${files.get(rule.id) ?? ''}`)];
  });
  const options = await prettier.resolveConfig(join(packageRoot(), 'docs', 'guidelines.md'));
  const formatted = [['guidelines.md', overview()] as const, ...made].map(
    async ([path, text]) => [path, await prettier.format(text, { ...options, parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(formatted));
}
