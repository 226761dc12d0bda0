import { evaluate } from '../../../../guidelines/evaluate';
import { factsOfPlan } from '../../../../guidelines/surfaces/plan';
import { TODAY, type ConfigurationCase } from '../../../../guidelines/cases/cases';
import { configuration, type Arguments } from '../../../../guidelines/cases/configuration';
import { resultsOf } from '../../../../guidelines/cases/report';
import { CASES } from '../../../../guidelines/rules/index.cases';
import { planOf } from './plan-of';

function judged(type: string | undefined, changes: Arguments, rule: string): readonly string[] {
  const json = configuration(type ?? 'docker_container', changes);
  const facts = factsOfPlan(planOf(json), json);
  return resultsOf(evaluate(facts, { surface: 'plan', today: TODAY }), rule);
}

/** A plan tells what an expression refers to, and not how it is written. */
function withoutTexts(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^(unknown .*? = ).*\$\{.*\}.*$|^(unknown .*? = )dynamic .*$/, '$1$2…')).sort();
}

const configurationCases = Object.entries(CASES).flatMap(([id, { configuration: cases }]) =>
  cases === undefined ? [] : [[id, cases] as const],
);

describe.each(configurationCases)('%s judges a plan as it judges a configuration', (id, { type, good = [], bad, open }) => {
  test.each<ConfigurationCase>([...good, ...bad, ...open])('%j', (changes, ...expected) => {
    expect(withoutTexts(judged(type, changes, id))).toEqual(withoutTexts(expected));
  });
});
