import { HardenedContainer, RootFilesystem, DockerHost, Instance, Owner } from '../../../constructs';
import { Container } from '../../../constructs/cdktf/bindings';
import { TerraformStack, Testing } from '../../../constructs/cdktf/framework';
import { factsOfTerraformJson, RulePack, settingsOf, type EvaluationSettings } from '../../../guidelines';
import { Hardening } from '../../../guidelines/cdktf';
import { AUDIT_VARIABLE, evaluateTargets } from '../../../guidelines/audit';
import { rulesOf } from '../../../guidelines/evaluation-settings';
import { TestApp } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { tenant } from '../../fixture/tenant';
import { ownRule } from '../../fixture/own-rule';
import { TODAY } from '../../../guidelines/cases/cases';

const REASON = 'because of a test';
const WAIVER = { rule: 'SDG-10.6', reason: REASON, owner: 'ana', expires: '2027-02-01' };

/** The configuration that Terraform would read: the validations have run. */
function synthesized(stack: TerraformStack): unknown {
  Testing.synth(stack, true);
  return JSON.parse(JSON.stringify(stack.toTerraform())) as unknown;
}

/** The environment as an audit sets it, so that findings do not stop the synth. */
function whileAuditing<T>(work: () => T): T {
  process.env[AUDIT_VARIABLE] = '1';
  try {
    return work();
  } finally {
    Reflect.deleteProperty(process.env, AUDIT_VARIABLE);
  }
}

function termsIn(stack: TerraformStack): EvaluationSettings {
  return settingsOf(whileAuditing(() => synthesized(stack)));
}

test('waivers, off switches and the policy are in the configuration', () => {
  const stack = tenant();
  Hardening.of(stack).attach({ registries: ['ghcr.io/acme'], immutableTags: ['ghcr.io/acme/web'], today: TODAY });
  const app = new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, rootFilesystem: RootFilesystem.writable(REASON) });
  Hardening.of(app).waive(WAIVER);
  Hardening.of(stack).waive({ ...WAIVER, rule: 'SDG-12.1', target: 'host' });

  expect(termsIn(stack)).toEqual({
    policy: { registries: ['ghcr.io/acme'], immutableTags: ['ghcr.io/acme/web'] },
    waivers: [
      { ...WAIVER, target: 'acme/App' },
      { ...WAIVER, rule: 'SDG-12.1', target: 'host' },
    ],
    constructWaivers: expect.arrayContaining([{ rule: 'SDG-10.6', target: 'acme/App', reason: REASON }]),
    rules: [],
  });
});

test('the same stack gives the same settings', () => {
  const make = (): EvaluationSettings => {
    const stack = tenant();
    Hardening.of(stack).attach({ today: TODAY });
    new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, rootFilesystem: RootFilesystem.writable(REASON) });
    return termsIn(stack);
  };
  expect(JSON.stringify(make())).toBe(JSON.stringify(make()));
});

test('what the embedded engine is without is accepted on it, and on no other', () => {
  const rulesOn = (host: DockerHost): readonly string[] => {
    const stack = new TerraformStack(new TestApp(), 'own');
    Owner.attach(stack, new Owner(new Instance({ name: 'test', httpPort: 8080, httpsPort: 8443, projectDirectory: '.' }), host, undefined));
    Hardening.of(stack).attach({ today: TODAY });
    return termsIn(stack)
      .constructWaivers.filter(({ target }) => target === 'host')
      .map(({ rule }) => rule);
  };
  expect(rulesOn(DockerHost.unix('/run/appengine/docker.sock'))).toEqual(expect.arrayContaining(['SDG-03.3', 'SDG-04.3', 'SDG-11.1']));
  expect(rulesOn(DockerHost.unix('/var/run/docker.sock'))).toEqual([]);
  expect(rulesOn(DockerHost.ssh('ops@host'))).toEqual([]);
});

test('what a pack changed, and what a rule of the stack said', () => {
  const stack = tenant();
  const pack = RulePack.standard().withSeverity('SDG-09.2', 'high', REASON).without('SDG-06.8', REASON).with(ownRule);
  Hardening.of(stack).attach({ rules: pack.rules, today: TODAY });
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx', init: false });
  Hardening.of(stack).waive({ ...WAIVER, rule: 'ACME-09.1' });

  const configuration = whileAuditing(() => synthesized(stack));
  const settings = settingsOf(configuration);
  const { rows, rules } = evaluateTargets('synth', [{ facts: factsOfTerraformJson(configuration), settings }], TODAY);
  const of = (rule: string): readonly object[] => rows.filter((row) => row.rule === rule && row.path !== 'acme/Probe/Loader');

  expect(
    rulesOf(settings)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(pack.rules.map(({ id }) => id).sort());
  expect(of('SDG-09.2')).toMatchObject([{ severity: 'high', status: 'fail', path: 'acme/Raw' }]);
  expect(of('SDG-06.8')).toMatchObject([{ status: 'waived', acceptance: { source: 'pack', reason: REASON } }]);
  expect(of('ACME-09.1')).toMatchObject([
    { severity: 'medium', status: 'waived', path: 'acme/Raw', value: expect.stringContaining('nginx') },
  ]);
  expect(rules.get('ACME-09.1')).toMatchObject({ title: ownRule.title, remediation: ownRule.remediation });
});

test('a rule of the stack says nothing of a plan or an engine, and its waivers are no finding there', () => {
  const stack = tenant();
  Hardening.of(stack).attach({ rules: RulePack.standard().with(ownRule).rules, today: TODAY });
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx' });
  Hardening.of(stack).waive({ ...WAIVER, rule: 'ACME-09.1' });
  const configuration = whileAuditing(() => synthesized(stack));
  const { rows } = evaluateTargets('plan', [{ facts: factsOfTerraformJson(configuration), settings: settingsOf(configuration) }], TODAY);

  expect(rows.filter(({ rule }) => rule === 'ACME-09.1').map(({ status }) => status)).toEqual(['not-applicable']);
  expect(rows.filter(({ rule }) => rule === 'SDG-17.3').map(({ status }) => status)).toEqual(['pass']);
});

test('no configuration can claim that a pack changed an unwaivable rule', () => {
  const claimed = { severity: 'low', title: '', impact: '', remediation: '', guideline: 5, references: {}, appliesTo: [] } as const;
  const adjustment = { severity: 'critical', enabled: false, reason: REASON } as const;
  const settings = settingsOf({ '//': { hardening: { ...GOOD, rules: [{ id: 'SDG-05.1', ...claimed, adjustment }] } } });
  const rule = rulesOf(settings).find(({ id }) => id === 'SDG-05.1');

  expect(rule?.severity).toBe('critical');
  expect(rule?.adjustment).toBeUndefined();
});

test('settings that an earlier version wrote are read', () => {
  const base = { severity: 'low', title: 'x', guideline: 5, references: {}, appliesTo: ['container'] };
  const result = { address: 'docker_container.x', status: 'fail', attribute: 'a', value: 'v' };
  const rules = [
    { id: 'SDG-08.4', ...base, opens: 'x', fix: 'x', adjustment: { severity: 'low', isAsked: false, reason: REASON } },
    { id: 'ACME-05.1', ...base, opens: 'x', fix: 'y', said: [result] },
  ];
  const read = rulesOf(settingsOf({ '//': { hardening: { ...GOOD, rules } } }));

  expect(read.find(({ id }) => id === 'SDG-08.4')?.adjustment).toEqual({ severity: 'low', enabled: false, reason: REASON });
  expect(read.find(({ id }) => id === 'ACME-05.1')).toMatchObject({ impact: 'x', remediation: 'y' });
  expect(settingsOf({ '//': { hardening: { ...GOOD, rules } } }).rules[1]?.results).toEqual([result]);
});

test('a finding stops the synth unless an audit asks for all of them', () => {
  const stack = tenant();
  Hardening.of(stack).attach({ today: TODAY });
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx', privileged: true });

  expect(() => synthesized(stack)).toThrow(/SDG-05\.1 critical {3}acme\/Raw/);
  expect(() => whileAuditing(() => synthesized(stack))).not.toThrow();
});

test.each([[{}], [{ '//': { metadata: {} } }], [{ resource: {} }], [[]], [undefined]])('%j says nothing about settings', (json) => {
  expect(settingsOf(json)).toEqual({ policy: {}, waivers: [], constructWaivers: [], rules: [] });
});

const GOOD = { policy: {}, waivers: [], constructWaivers: [], rules: [] };
test.each([
  ['text'],
  [{ ...GOOD, policy: undefined }],
  [{ ...GOOD, waivers: {} }],
  [{ ...GOOD, waivers: [{ rule: 'SDG-05.1' }] }],
  [{ ...GOOD, constructWaivers: [{ rule: 'SDG-05.1', target: 1, reason: '' }] }],
  [{ ...GOOD, rules: [{ id: 'X' }] }],
  [{ ...GOOD, rules: [{ id: 'X', severity: 'none', title: '', impact: '', remediation: '', appliesTo: [] }] }],
  [{ ...GOOD, rules: [{ id: 'X', severity: 'low', title: '', impact: '', remediation: '', appliesTo: [], results: [{}] }] }],
])('%j is no record of a synth', (hardening) => {
  expect(() => settingsOf({ '//': { hardening } })).toThrow(/^TermsInvalid: the key "hardening" below "\/\/" is /);
});
