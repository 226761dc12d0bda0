import { factsOfTerraformJson, type Facts } from '../../../guidelines';
import {
  auditOf,
  findingsOf,
  isResolvedLater,
  evaluateEngine,
  evaluateTargets,
  type Audit,
  type AuditTarget,
  type Threshold,
} from '../../../guidelines/audit';
import { DEFAULT_SETTINGS, type EvaluationSettings } from '../../../guidelines/evaluation-settings';
import { TODAY } from '../../../guidelines/cases/cases';
import { configuration, GOOD_CONTAINER, type Arguments } from '../../../guidelines/cases/configuration';
import { reportOn } from '../../../guidelines/cases/report';

const WAIVER = { rule: 'SDG-10.6', target: 'acme', reason: 'because of a test', owner: 'ana', expires: '2027-02-01' };

/** A stack of one container. */
function part(
  stack: string,
  changes: Arguments = {},
  settings: Partial<EvaluationSettings> = {},
  host = 'unix:///run/docker.sock',
): AuditTarget {
  const body = { ...GOOD_CONTAINER, name: `${stack}-web`, ...changes, '//': { metadata: { path: `${stack}/Web/Resource` } } };
  const facts = factsOfTerraformJson({ provider: { docker: { host } }, resource: { docker_container: { Web: body } } });
  return { facts, settings: { ...DEFAULT_SETTINGS, ...settings } };
}

function statuses(rule: string, parts: readonly AuditTarget[]): readonly string[] {
  return evaluateTargets('synth', parts, TODAY)
    .rows.filter((row) => row.rule === rule)
    .map(({ status, path }) => `${status} ${path}`.trim());
}

test('a stack is judged on its own settings', () => {
  const parts = [part('acme', { read_only: false }, { waivers: [WAIVER] }), part('globex', { read_only: false })];
  expect(statuses('SDG-10.6', parts)).toEqual(['waived acme/Web', 'fail globex/Web']);

  // Both have an address docker_container.Web: the waiver of one is not the other's.
  const byAddress = [
    part('acme', { read_only: false }, { waivers: [{ ...WAIVER, target: 'docker_container.Web' }] }),
    part('globex', { read_only: false }),
  ];
  expect(statuses('SDG-10.6', byAddress)).toEqual(['waived acme/Web', 'fail globex/Web']);

  const policies = [
    part('acme', { image: 'ghcr.io/acme/web:1' }, { policy: { registries: ['ghcr.io/acme'] } }),
    part('globex', { image: 'ghcr.io/acme/web:1' }),
  ];
  expect(statuses('SDG-01.2', policies)).toEqual(['pass acme/Web', 'fail globex/Web']);
});

test('among the stacks on the same host', () => {
  const labelled = (stack: string, host?: string): AuditTarget =>
    part(stack, { labels: [{ label: 'appengine.tenant', value: stack }], networks_advanced: [{ name: 'shared' }] }, {}, host);

  expect(statuses('SDG-15.3', [labelled('acme'), labelled('globex')])).toEqual(['fail acme/Web', 'fail globex/Web']);
  expect(statuses('SDG-15.3', [labelled('acme'), labelled('globex', 'ssh://ops@other')])).toEqual(['pass acme/Web', 'pass globex/Web']);
});

test('a rule that one stack has something for is not listed again as having nothing', () => {
  const empty: AuditTarget = { facts: [], settings: DEFAULT_SETTINGS };
  expect(statuses('SDG-05.1', [empty, part('acme')])).toEqual(['pass acme/Web']);
  expect(statuses('SDG-05.1', [empty, empty])).toEqual(['not-applicable']);
});

test('the order of the stacks changes nothing', () => {
  const [acme, globex] = [part('acme', { read_only: false }), part('globex', { init: false })];
  const forwards = evaluateTargets('synth', [acme, globex], TODAY);
  const backwards = evaluateTargets('synth', [globex, acme], TODAY);
  expect(backwards.rows).toEqual(forwards.rows);
  expect([...backwards.rules.keys()]).toEqual([...forwards.rules.keys()]);
});

test('all rules are in the report of every surface', () => {
  const ids = (['synth', 'plan', 'live'] as const).map((surface) => [...evaluateTargets(surface, [part('acme')], TODAY).rules.keys()]);
  expect(ids[1]).toEqual(ids[0]);
  expect(ids[2]).toEqual(ids[0]);
});

describe('an engine', () => {
  const host = (facts: readonly Facts[]): readonly Facts[] =>
    facts.map((fact) => ({ ...fact, path: `engine/${fact.path}`, address: `engine/${fact.address}` }));
  const foreign = host(
    factsOfTerraformJson({ resource: { docker_container: { agent: { ...GOOD_CONTAINER, privileged: true, read_only: false } } } }),
  );

  test('what a stack declares is judged on its settings, everything else on those for the host', () => {
    const acme = part('acme', { read_only: false }, { waivers: [WAIVER, { ...WAIVER, target: 'engine/docker_container.agent' }] });
    const report = evaluateEngine([...acme.facts, ...foreign], [acme], TODAY);
    const rows = report.rows.filter(({ rule }) => rule === 'SDG-10.6').map(({ status, path }) => `${status} ${path}`);

    expect(rows).toEqual(['waived acme/Web', 'waived engine/docker_container.agent']);
    expect(report.rows.find(({ rule, status }) => rule === 'SDG-05.1' && status === 'fail')?.path).toBe('engine/docker_container.agent');
  });

  test('a waiver of a stack is about nothing foreign', () => {
    const acme = part('acme', {}, { waivers: [WAIVER] });
    const { rows } = evaluateEngine(foreign, [acme], TODAY);
    expect(rows.filter(({ rule }) => rule === 'SDG-10.6').map(({ status }) => status)).toEqual(['fail']);
  });

  test('only what synth cannot judge can be unused here', () => {
    const unused = { ...WAIVER, target: 'engine/docker_container.agent', rule: 'SDG-10.7' };
    const acme = part('acme', {}, { waivers: [WAIVER, unused] });
    const said = (report: ReturnType<typeof evaluateEngine>): readonly string[] =>
      report.rows.filter(({ rule }) => rule === 'SDG-17.3').map(({ status, value }) => `${status} ${value}`);

    expect(said(evaluateTargets('synth', [acme], TODAY))).toEqual([
      'fail SDG-10.6: it is about no finding',
      'pass SDG-10.7: ana, until 2027-02-01',
    ]);
    expect(said(evaluateEngine([...acme.facts, ...foreign], [acme], TODAY))).toEqual([
      'pass SDG-10.6: ana, until 2027-02-01',
      'fail SDG-10.7: it is about no finding',
    ]);
  });
});

describe('what counts', () => {
  const failed = auditOf(
    reportOn(configuration('docker_container', { privileged: true, init: false, memory: '${var.memory}', memory_swap: '${var.memory}' })),
  );
  const rules = (audit: Audit, threshold: Threshold): readonly string[] => findingsOf(audit, threshold).map(({ rule }) => rule);

  test.each<readonly [Threshold, readonly string[]]>([
    ['critical', ['SDG-05.1', 'SDG-13.1']],
    ['high', ['SDG-05.1', 'SDG-13.1']],
    ['medium', ['SDG-05.1', 'SDG-06.1', 'SDG-13.1']],
    ['low', ['SDG-05.1', 'SDG-06.1', 'SDG-06.2', 'SDG-09.2', 'SDG-13.1']],
    ['never', []],
  ])('from %s on', (threshold, expected) => {
    expect([...new Set(rules(failed, threshold))].filter((rule) => !/^SDG-(04|10|12|14|15)/.test(rule))).toEqual(expected);
  });

  test('what is unknown counts until a later surface knows it', () => {
    const unknown = reportOn(configuration('docker_container', { memory: '${var.memory}', memory_swap: 64 }));
    const known = reportOn(configuration('docker_container', {}), { surface: 'plan' });
    const still = reportOn(configuration('docker_container', { memory: '${var.memory}', memory_swap: 64 }), { surface: 'plan' });

    expect(rules(auditOf(unknown), 'medium')).toEqual(['SDG-06.1']);
    expect(rules({ reports: [unknown, known], skipped: [] }, 'medium')).toEqual([]);
    expect(rules({ reports: [unknown, still], skipped: [] }, 'medium')).toEqual(['SDG-06.1', 'SDG-06.1']);
  });

  test('an earlier surface settles nothing', () => {
    const known = reportOn(configuration('docker_container', {}));
    const unknown = reportOn(configuration('docker_container', { memory: '${var.memory}', memory_swap: 64 }), { surface: 'plan' });
    const [row] = unknown.rows.filter(({ status }) => status === 'unknown');
    if (row === undefined) throw new Error('nothing is unknown');
    expect(isResolvedLater({ reports: [known, unknown], skipped: [] }, 'plan', row)).toBe(false);
  });
});
