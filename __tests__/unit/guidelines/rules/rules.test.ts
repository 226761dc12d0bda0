import type { EvaluationOptions, Status } from '../../../../guidelines';
import { TODAY, type ConfigurationCase, type EngineCase } from '../../../../guidelines/cases/cases';
import { configuration, GOOD, type Arguments } from '../../../../guidelines/cases/configuration';
import { container, host, image, network } from '../../../../guidelines/cases/facts';
import { reportOn, reportOnEngine, rowsOf, resultsOf } from '../../../../guidelines/cases/report';
import { RULES } from '../../../../guidelines/rules';
import { CASES } from '../../../../guidelines/rules/index.cases';

const rules = RULES.flatMap((rule) => {
  const cases = CASES[rule.id]?.configuration;
  return cases === undefined ? [] : [{ ...rule, cases }];
});

const liveRules = RULES.flatMap((rule) => {
  const cases = CASES[rule.id]?.engine;
  return cases === undefined ? [] : [{ ...rule, cases }];
});

/** The rule alone: then a mutation run asks for a changed rule only its own cases. */
function alone(id: string): Pick<EvaluationOptions, 'rules'> {
  return { rules: RULES.filter((rule) => rule.id === id) };
}

function judged(type: string | undefined, changes: Arguments, rule: string): readonly string[] {
  return resultsOf(reportOn(configuration(type ?? 'docker_container', changes), alone(rule)), rule);
}

test('every rule has cases, but for the one about waivers; and every guideline has rules', () => {
  const without = RULES.filter(({ id }) => Object.keys(CASES[id] ?? {}).length < 2);

  expect(Object.keys(CASES)).toEqual(RULES.map(({ id }) => id));
  expect(without.map(({ id, appliesTo }) => ({ id, appliesTo }))).toEqual([{ id: 'SDG-17.3', appliesTo: [] }]);
  expect([...new Set(RULES.map(({ guideline }) => guideline))]).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
});

test('good resources have no finding', () => {
  for (const [type, body] of Object.entries(GOOD)) {
    const { rows } = reportOn(configuration(type, body));
    expect(rows.filter(({ status }) => status === 'fail' || status === 'unknown')).toEqual([]);
  }
});

test('a good engine has no finding', () => {
  const { rows } = reportOnEngine([container(), image(), network(), host()]);
  const findings = rows.filter(({ status }) => status === 'fail' || status === 'unknown');

  expect(findings.map(({ rule, status, attribute, value }) => `${status} ${rule} ${attribute} = ${value}`)).toEqual([]);
});

describe.each(rules)('$id $title', ({ id, cases, unwaivable }) => {
  const { type, good = [], bad, open, edge = [], idle = [] } = cases;

  test.each<ConfigurationCase>([...good, ...bad, ...open, ...edge])('%j', (changes, ...expected) => {
    expect(judged(type, changes, id)).toEqual(expected);
  });

  test('has bad and open cases that are what they say', () => {
    expect(bad.flatMap(([, ...texts]) => texts).filter((text) => text.startsWith('fail'))).not.toEqual([]);
    expect(
      open.every(([, ...texts]) => texts.some((text) => text.startsWith('unknown')) && !texts.some((text) => text.startsWith('fail'))),
    ).toBe(true);
  });

  test('not applicable', () => {
    expect(resultsOf(reportOn({}, alone(id)), id)).toEqual(['not-applicable']);
    expect(idle.map((changes) => judged(type, changes, id))).toEqual(idle.map(() => ['not-applicable']));
  });

  test.each<ConfigurationCase>([...bad, ...open])(unwaivable === true ? 'refuses a waiver of %j' : 'waived %j', (changes) => {
    const json = configuration(type ?? 'docker_container', changes);
    const bare = statuses(rowsOf(reportOn(json, alone(id)), id));
    const target = type === 'provider' ? 'provider.docker' : `${type ?? 'docker_container'}.x`;
    const waivers = [{ rule: id, target, reason: 'because of a test', owner: 'tests', expires: TODAY }];

    expect(statuses(rowsOf(reportOn(json, { ...alone(id), waivers }), id))).toEqual(
      unwaivable === true ? bare : bare.map((status) => (status === 'pass' ? 'pass' : 'waived')),
    );
  });
});

describe.each(liveRules)('$id $title, on an engine', ({ id, cases, unwaivable }) => {
  const { good, bad, open, idle = [], policy = {} } = cases;
  const options = { ...alone(id), policy };
  const accepted = [...bad, ...open].map(byText);

  test.each([...good.map(byText), ...accepted])('$text', ({ facts, texts }) => {
    expect(resultsOf(reportOnEngine(facts, options), id)).toEqual(texts);
  });

  test('has good, bad and open cases that are what they say', () => {
    const some = (texts: readonly string[], status: Status): boolean => texts.some((text) => text.startsWith(status));

    expect(good.map(byText).filter(({ texts }) => some(texts, 'fail') || some(texts, 'unknown') || !some(texts, 'pass'))).toEqual([]);
    expect(bad.map(byText).filter(({ texts }) => !some(texts, 'fail'))).toEqual([]);
    expect(open.map(byText).filter(({ texts }) => !some(texts, 'unknown') || some(texts, 'fail'))).toEqual([]);
    expect([good, bad, open].filter(({ length }) => length === 0)).toEqual([]);
  });

  test('not applicable', () => {
    for (const facts of [[], ...idle]) {
      const texts = resultsOf(reportOnEngine(facts, options), id);
      expect([...new Set(texts)]).toEqual(['not-applicable']);
    }
  });

  test.each(accepted)(unwaivable === true ? 'refuses a waiver of $text' : 'waived $text', ({ facts }) => {
    const bare = statuses(rowsOf(reportOnEngine(facts, options), id));
    const waivers = facts.map(({ address }) => ({
      rule: id,
      target: address,
      reason: 'because of a test',
      owner: 'tests',
      expires: TODAY,
    }));
    const expected = bare.map((status) => (unwaivable === true || status === 'pass' || status === 'not-applicable' ? status : 'waived'));

    expect(statuses(rowsOf(reportOnEngine(facts, { ...options, waivers }), id))).toEqual(expected);
  });
});

function byText([facts, ...texts]: EngineCase): {
  readonly facts: EngineCase[0];
  readonly texts: readonly string[];
  readonly text: string;
} {
  return { facts, texts, text: texts.join('; ') };
}

function statuses(rows: readonly { readonly status: Status }[]): readonly Status[] {
  return rows.map(({ status }) => status);
}

test('they are sorted, and no two have the same id', () => {
  const ids = RULES.map(({ id }) => id);

  expect(ids).toEqual([...new Set(ids)].sort());
});
