import type { IConstruct } from 'constructs';
import { Container } from '../../../constructs/cdktf/bindings';
import * as guidelines from '../../../guidelines/cdktf';
import type { Audit } from '../../../guidelines/audit';
import { tenant } from '../../fixture/tenant';
import { blocksOf, readPage } from '../docs/pages';
import { run } from '../docs/run';
import { GOOD_CONTAINER } from '../../../guidelines/cases/configuration';
import { rowsOf, resultsOf } from '../../../guidelines/cases/report';

const { Hardening, renderTerminal, RulePack } = guidelines;
const page = readPage('docs/custom-rules.md');
const [rules = ''] = blocksOf('docs/custom-rules.md', 'ts');

const modules = { 'appengine-constructs/guidelines': guidelines };
const exported: { readonly harden?: (stack: IConstruct) => void } = {};
run(rules, modules, exported);
const [finding = ''] = /^✘.*\n.*\n.*/m.exec(page) ?? [];

function auditOf(report: guidelines.Report): Audit {
  return { reports: [report], skipped: [] };
}

test('a stack is judged by them, and the page shows what stops it', () => {
  const stack = tenant();
  const container = new Container(stack, 'Web', { name: 'web', image: 'web' });
  for (const [name, value] of Object.entries(GOOD_CONTAINER)) container.addOverride(name, value);
  exported.harden?.(stack);
  const report = Hardening.of(stack).report();

  expect(rowsOf(report, 'ACME-17.1').map(({ path, status }) => `${status} ${path}`)).toContain('fail acme/Web');
  expect(stack.node.validate().join('\n')).toContain(finding);
  expect(rowsOf(report, 'SDG-09.5').every(({ severity }) => severity === 'high')).toBe(true);
  expect(rowsOf(report, 'SDG-08.4')).toEqual([
    expect.objectContaining({ status: 'waived', path: '', acceptance: { source: 'pack', reason: 'no host of ours has a GPU' } }),
  ]);
});

describe('a rule pack', () => {
  const pack = RulePack.standard();
  const reason = 'because of a test';

  test.each([
    ['an unknown rule', () => pack.without('SDG-99.9', reason)],
    ['a rule that is in it', () => pack.with(...pack.rules.slice(0, 1))],
    ['an unwaivable rule', () => pack.without('SDG-05.1', reason)],
    ['the severity of an unwaivable rule', () => pack.withSeverity('SDG-05.1', 'low', reason)],
    ['a short reason', () => pack.withSeverity('SDG-09.5', 'low', 'nope')],
  ])('refuses %s', (_, change) => {
    expect(change).toThrow('RulePackInvalid');
  });

  test('says in the report what it changed, twice if need be', () => {
    const twice = pack.withSeverity('SDG-09.2', 'high', 'first reason').withSeverity('SDG-09.2', 'critical', 'second reason');
    const facts = guidelines.factsOfTerraformJson({ resource: { docker_container: { web: { ...GOOD_CONTAINER, init: false } } } });
    const report = guidelines.evaluate(facts, { rules: twice.rules, today: '2027-01-31' });

    expect(resultsOf(report, 'SDG-09.2')).toEqual(['fail init = false']);
    expect(renderTerminal(auditOf(report))).toContain('low by itself: second reason');
    expect(guidelines.renderJson(auditOf(report))).toContain('"severity": "critical"');
  });

  test('leaves the standard one as it is', () => {
    pack.without('SDG-09.2', reason);

    expect(pack.rules).toBe(RulePack.standard().rules);
    expect(pack.rules.every(({ adjustment }) => adjustment === undefined)).toBe(true);
  });
});
