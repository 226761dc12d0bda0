import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../constructs/package-root';
import { Container } from '../../../../constructs/terraform/bindings';
import { GUIDELINES, Hardening, RULES, type Status } from '../../../../guidelines';
import { tenant } from '../../../fixture/tenant';
import { configuration, GOOD, GOOD_CONTAINER, reportOn, rowsOf, said, TODAY, type Arguments } from '../terraform';
import { CASES, type Case, type RuleCases } from './cases';

/** Judged by what several resources have in common, or about waivers: they have tests of their own. */
const ELSEWHERE = ['SDG-15.3', 'SDG-15.4', 'SDG-15.8', 'SDG-17.3'];

const rules = RULES.filter(({ id }) => !ELSEWHERE.includes(id)).map((rule) => ({ ...rule, cases: casesOf(rule.id) }));
const containerRules = rules.filter(({ cases }) => cases.type === undefined);

function casesOf(id: string): RuleCases {
  const cases = CASES[id];
  if (cases === undefined) throw new Error(`no cases for ${id}`);
  return cases;
}

function judged(type: string | undefined, changes: Arguments, rule: string): readonly string[] {
  return said(reportOn(configuration(type ?? 'docker_container', changes)), rule);
}

test('cases are about rules that there are', () => {
  expect(Object.keys(CASES)).toEqual(rules.map(({ id }) => id));
});

test('good resources have no finding', () => {
  for (const [type, body] of Object.entries(GOOD)) {
    const { rows } = reportOn(configuration(type, body));
    expect(rows.filter(({ status }) => status === 'fail' || status === 'unknown')).toEqual([]);
  }
});

describe.each(rules)('$id $title', ({ id, cases, unwaivable }) => {
  const { type, good = [], bad, open, idle = [] } = cases;

  test.each<Case>([...good, ...bad, ...open])('%j', (changes, ...expected) => {
    expect(judged(type, changes, id)).toEqual(expected);
  });

  test('has bad and open cases that are what they say', () => {
    expect(bad.flatMap(([, ...texts]) => texts).filter((text) => text.startsWith('fail'))).not.toEqual([]);
    expect(
      open.every(([, ...texts]) => texts.some((text) => text.startsWith('unknown')) && !texts.some((text) => text.startsWith('fail'))),
    ).toBe(true);
  });

  test('not applicable', () => {
    expect(said(reportOn({}), id)).toEqual(['not-applicable']);
    expect(idle.map((changes) => judged(type, changes, id))).toEqual(idle.map(() => ['not-applicable']));
  });

  test.each<Case>([...bad, ...open])(unwaivable === true ? 'refuses a waiver of %j' : 'waived %j', (changes) => {
    const json = configuration(type ?? 'docker_container', changes);
    const bare = statuses(rowsOf(reportOn(json), id));
    const target = type === 'provider' ? 'provider.docker' : `${type ?? 'docker_container'}.x`;
    const waivers = [{ rule: id, target, reason: 'because of a test', owner: 'tests', expires: TODAY }];

    expect(statuses(rowsOf(reportOn(json, { waivers }), id))).toEqual(
      unwaivable === true ? bare : bare.map((status) => (status === 'pass' ? 'pass' : 'waived')),
    );
  });
});

function statuses(rows: readonly { readonly status: Status }[]): readonly Status[] {
  return rows.map(({ status }) => status);
}

describe.each(containerRules)('$id sees an override of a raw container', ({ id, cases }) => {
  test.each<Case>([...cases.bad, ...cases.open])('%j', (changes, ...expected) => {
    const stack = tenant();
    const container = new Container(stack, 'Raw', { name: 'raw', image: 'raw' });
    for (const [name, value] of Object.entries({ ...GOOD_CONTAINER, ...changes })) container.addOverride(name, value);
    const report = Hardening.of(stack).report();

    expect(said({ ...report, rows: report.rows.filter(({ path }) => path === 'acme/Raw') }, id)).toEqual(expected);
  });
});

test.each(RULES)('$id is data in a file of its own, short and complete', ({ id, guideline, title, opens, fix }) => {
  const folder = join(packageRoot(), 'guidelines', 'rules');
  const files = readdirSync(folder).filter((name) => name.startsWith(`${id.slice('SDG-'.length)}-`));

  expect(files).toEqual([expect.stringMatching(/^\d\d\.\d-[a-z]+(-[a-z]+)*\.ts$/)]);
  expect(readFileSync(join(folder, files[0] ?? ''), 'utf8').split('\n').length).toBeLessThan(65);
  expect(GUIDELINES.map(({ number }) => number)).toContain(guideline);
  for (const text of [title, opens, fix]) expect(text).toMatch(/^[`a-zA-Z].*[^.\s]$/);
});

test('they are sorted, and no two have the same id', () => {
  const ids = RULES.map(({ id }) => id);

  expect(ids).toEqual([...new Set(ids)].sort());
});
