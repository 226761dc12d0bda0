import { judge } from '../../../../guidelines/engine';
import { factsOfPlan } from '../../../../guidelines/surfaces/plan';
import { CASES, type Case } from '../rules/cases';
import { configuration, said, TODAY, type Arguments } from '../terraform';
import { planOf } from './plan-of';

function judged(type: string | undefined, changes: Arguments, rule: string): readonly string[] {
  const json = configuration(type ?? 'docker_container', changes);
  const facts = factsOfPlan(planOf(json), json);
  return said(judge(facts, { surface: 'plan', today: TODAY }), rule);
}

/** A plan tells what an expression refers to, and not how it is written. */
function withoutTexts(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^(unknown .*? = ).*\$\{.*\}.*$|^(unknown .*? = )dynamic .*$/, '$1$2…')).sort();
}

describe.each(Object.entries(CASES))('%s judges a plan as it judges a configuration', (id, { type, good = [], bad, open }) => {
  test.each<Case>([...good, ...bad, ...open])('%j', (changes, ...expected) => {
    expect(withoutTexts(judged(type, changes, id))).toEqual(withoutTexts(expected));
  });
});
