import { HardenedContainer, RootFilesystem, DockerHost, Instance, Owner } from '../../../constructs';
import { Container } from '../../../constructs/cdktf/bindings';
import { TerraformStack, Testing } from '../../../constructs/cdktf/framework';
import { defineRule, expectValue, factsOfTerraformJson, RulePack, termsOf, type Terms } from '../../../guidelines';
import { Hardening } from '../../../guidelines/cdktf';
import { AUDIT_VARIABLE, judgeParts } from '../../../guidelines/audit';
import { rulesOf } from '../../../guidelines/terms';
import { TestApp } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { tenant } from '../../fixture/tenant';
import { TODAY } from '../../../guidelines/cases/cases';

const REASON = 'because of a test';
const WAIVER = { rule: 'SDG-10.6', reason: REASON, owner: 'ana', expires: '2027-02-01' };

const named = defineRule({
  id: 'ACME-09.1',
  severity: 'medium',
  references: {},
  title: 'a name has no prefix',
  opens: 'nobody knows whose container it is',
  fix: 'start it with "acme-"',
  appliesTo: ['container'],
  check: ({ image }) => [expectValue('image', image, ({ name }) => name.startsWith('acme-'))],
});

/** What Terraform would read: the validations have run. */
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

function termsIn(stack: TerraformStack): Terms {
  return termsOf(whileAuditing(() => synthesized(stack)));
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

test('the same stack gives the same terms', () => {
  const make = (): Terms => {
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
  const pack = RulePack.standard().withSeverity('SDG-09.2', 'high', REASON).without('SDG-06.8', REASON).with(named);
  Hardening.of(stack).attach({ rules: pack.rules, today: TODAY });
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx', init: false });
  Hardening.of(stack).waive({ ...WAIVER, rule: 'ACME-09.1' });

  const configuration = whileAuditing(() => synthesized(stack));
  const terms = termsOf(configuration);
  const { rows, rules } = judgeParts('synth', [{ facts: factsOfTerraformJson(configuration), terms }], TODAY);
  const of = (rule: string): readonly object[] => rows.filter((row) => row.rule === rule && row.path !== 'acme/Probe/Loader');

  expect(
    rulesOf(terms)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(pack.rules.map(({ id }) => id).sort());
  expect(of('SDG-09.2')).toMatchObject([{ severity: 'high', status: 'fail', path: 'acme/Raw' }]);
  expect(of('SDG-06.8')).toMatchObject([{ status: 'waived', acceptance: { source: 'pack', reason: REASON } }]);
  expect(of('ACME-09.1')).toMatchObject([
    { severity: 'medium', status: 'waived', path: 'acme/Raw', value: expect.stringContaining('nginx') },
  ]);
  expect(rules.get('ACME-09.1')).toMatchObject({ title: named.title, fix: named.fix });
});

test('a rule of the stack says nothing of a plan or an engine, and its waivers are no finding there', () => {
  const stack = tenant();
  Hardening.of(stack).attach({ rules: RulePack.standard().with(named).rules, today: TODAY });
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx' });
  Hardening.of(stack).waive({ ...WAIVER, rule: 'ACME-09.1' });
  const configuration = whileAuditing(() => synthesized(stack));
  const { rows } = judgeParts('plan', [{ facts: factsOfTerraformJson(configuration), terms: termsOf(configuration) }], TODAY);

  expect(rows.filter(({ rule }) => rule === 'ACME-09.1').map(({ status }) => status)).toEqual(['not-applicable']);
  expect(rows.filter(({ rule }) => rule === 'SDG-17.3').map(({ status }) => status)).toEqual(['pass']);
});

test('no configuration can claim that a pack changed a rule that nobody can waive', () => {
  const claimed = { severity: 'low', title: '', opens: '', fix: '', guideline: 5, references: {}, appliesTo: [] } as const;
  const adjustment = { severity: 'critical', isAsked: false, reason: REASON } as const;
  const terms = termsOf({ '//': { hardening: { ...GOOD, rules: [{ id: 'SDG-05.1', ...claimed, adjustment }] } } });
  const rule = rulesOf(terms).find(({ id }) => id === 'SDG-05.1');

  expect(rule?.severity).toBe('critical');
  expect(rule?.adjustment).toBeUndefined();
});

test('a finding stops the synth unless an audit asks for all of them', () => {
  const stack = tenant();
  Hardening.of(stack).attach({ today: TODAY });
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx', privileged: true });

  expect(() => synthesized(stack)).toThrow(/SDG-05\.1 critical {3}acme\/Raw/);
  expect(() => whileAuditing(() => synthesized(stack))).not.toThrow();
});

test.each([[{}], [{ '//': { metadata: {} } }], [{ resource: {} }], [[]], [undefined]])('%j says nothing about terms', (json) => {
  expect(termsOf(json)).toEqual({ policy: {}, waivers: [], constructWaivers: [], rules: [] });
});

const GOOD = { policy: {}, waivers: [], constructWaivers: [], rules: [] };
test.each([
  ['text'],
  [{ ...GOOD, policy: undefined }],
  [{ ...GOOD, waivers: {} }],
  [{ ...GOOD, waivers: [{ rule: 'SDG-05.1' }] }],
  [{ ...GOOD, constructWaivers: [{ rule: 'SDG-05.1', target: 1, reason: '' }] }],
  [{ ...GOOD, rules: [{ id: 'X' }] }],
  [{ ...GOOD, rules: [{ id: 'X', severity: 'none', title: '', opens: '', fix: '', appliesTo: [] }] }],
  [{ ...GOOD, rules: [{ id: 'X', severity: 'low', title: '', opens: '', fix: '', appliesTo: [], said: [{}] }] }],
])('%j is no record of a synth', (hardening) => {
  expect(() => termsOf({ '//': { hardening } })).toThrow(/^TermsInvalid: the key "hardening" below "\/\/" is /);
});
