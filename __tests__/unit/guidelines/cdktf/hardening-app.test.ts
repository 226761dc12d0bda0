import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { DockerHost, HardenedContainer } from '../../../../constructs';
import { Container, DockerProvider } from '../../../../constructs/cdktf/bindings';
import { App, TerraformStack } from '../../../../constructs/cdktf/framework';
import { RULES, settingsOf, type EvaluationSettings } from '../../../../guidelines';
import { Hardening } from '../../../../guidelines/cdktf';
import { HardenedStack } from '../../../../stacks';
import { REQUIRED_PROPS } from '../../../fixture/every-prop';
import { withProbeBinaries } from '../../../fixture/probe-binaries';
import { TODAY } from '../../../../guidelines/cases/cases';

const WAIVER = { reason: 'because of a test', owner: 'ana', expires: '2027-02-01' };

withProbeBinaries();

let outdir: string;
let app: App;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'hardening-app-'));
  app = new App({ outdir });
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

/** A stack as anybody writes it. */
function plain(id: string, scope: Construct = app): TerraformStack {
  const stack = new TerraformStack(scope, id);
  new DockerProvider(stack, 'Docker', { host: 'unix:///var/run/docker.sock' });
  return stack;
}

function privileged(stack: TerraformStack): Container {
  return new Container(stack, 'Raw', { name: 'raw', image: 'nginx', privileged: true });
}

function findings(scope: Construct, rule?: string): readonly string[] {
  const { rows } = Hardening.of(scope).report();
  return rows
    .filter((row) => row.status === 'fail' && (rule === undefined || row.rule === rule))
    .map((row) => `${row.rule} ${row.path} ${row.value}`);
}

function termsIn(stack: string): EvaluationSettings {
  return settingsOf(JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')));
}

test('an app judges stacks that are there and those that come later', () => {
  privileged(plain('before'));
  Hardening.of(app).attach({ today: TODAY });
  privileged(plain('after'));

  const synth = (): void => {
    app.synth();
  };
  expect(synth).toThrow(/SDG-05\.1 critical {3}before\/Raw\n/);
  expect(synth).toThrow(/SDG-05\.1 critical {3}after\/Raw\n/);
});

test('without a finding the app is synthesized, and its settings are in every stack', () => {
  Hardening.of(app).attach({ today: TODAY, registries: ['registry.test'] });
  plain('plain');
  new HardenedStack(app, 'own', { host: DockerHost.unix('/var/run/docker.sock') });
  app.synth();

  expect(termsIn('plain').policy).toEqual({ registries: ['registry.test'] });
  expect(termsIn('own').policy).toEqual({ registries: ['registry.test'] });
});

test('each option of a stack goes before that of its app, and all others of the app are for it as well', () => {
  const rules = [RULES.filter(({ id }) => id === 'SDG-05.1'), RULES.filter(({ id }) => id === 'SDG-12.1')] as const;
  const host = DockerHost.unix('/var/run/docker.sock');
  const stacks = ['own', 'other'].map((id) => new HardenedStack(app, id, { host, registries: ['own.test'] }));
  Hardening.of(app).attach({ today: TODAY, rules: rules[0], registries: ['app.test'] });
  for (const stack of stacks.slice(1)) Hardening.of(stack).attach({ rules: rules[1] });

  const judged = stacks.map((stack) => [...Hardening.of(stack).report().rules.keys()].filter((id) => id !== 'SDG-17.3'));
  expect(judged).toEqual([['SDG-05.1'], ['SDG-12.1']]);
  app.synth();
  expect(['own', 'other'].map((stack) => termsIn(stack).policy.registries)).toEqual([['own.test'], ['own.test']]);
});

test('a construct with stacks below judges those alone', () => {
  const group = new Construct(app, 'Production');
  Hardening.of(group).attach({ today: TODAY });
  privileged(plain('shop', group));
  privileged(plain('other'));

  expect(findings(group, 'SDG-05.1')).toEqual(['SDG-05.1 Production/shop/Raw true']);
  expect(() => {
    app.synth();
  }).toThrow(/^(?![^]*SDG-05\.1 critical {3}other\/Raw)[^]*SDG-05\.1 critical {3}Production\/shop\/Raw\n/);
});

test('a waiver of an app is about all of its stacks, and of a stack with its own settings', () => {
  const own = new HardenedStack(app, 'own', { host: DockerHost.unix('/var/run/docker.sock'), registries: ['registry.test'] });
  new HardenedContainer(own, 'App', REQUIRED_PROPS);
  const [one, two] = [plain('one'), plain('two')];
  privileged(one);
  privileged(two);
  Hardening.of(app).waive({ ...WAIVER, rule: 'SDG-10.6' });

  expect([one, two, own, app].map((scope) => findings(scope, 'SDG-10.6'))).toEqual([[], [], [], []]);
  expect([one, two, own, app].map((scope) => findings(scope, 'SDG-17.3'))).toEqual([[], [], [], []]);
  expect(() => {
    app.synth();
  }).not.toThrow();
});

test('one that is about none of them stops the synth, attached or not', () => {
  plain('one');
  Hardening.of(app).waive({ ...WAIVER, rule: 'SDG-10.6' });
  expect(findings(app)).toEqual(['SDG-17.3  SDG-10.6: it is about no finding']);

  const synth = (): void => {
    app.synth();
  };
  expect(synth).toThrow(/SDG-17\.3 high\n[^]*waiver = SDG-10\.6: it is about no finding/);
  Hardening.of(app).attach({ today: TODAY });
  expect(synth).toThrow(/SDG-17\.3 high\n/);
});

test('where a stack has a waiver of its own, that of the app is about nothing', () => {
  const stack = plain('one');
  privileged(stack);
  Hardening.of(stack).waive({ ...WAIVER, rule: 'SDG-10.6' });
  Hardening.of(app).waive({ ...WAIVER, rule: 'SDG-10.6' });

  expect(findings(stack, 'SDG-17.3')).toEqual([]);
  expect(findings(app, 'SDG-17.3')).toEqual(['SDG-17.3  SDG-10.6: it is about no finding']);
});

test('one about the host goes into the settings of every stack', () => {
  plain('one');
  Hardening.of(app).attach({ today: TODAY });
  Hardening.of(app).waive({ ...WAIVER, rule: 'SDG-12.1', target: 'host' });
  app.synth();

  expect(termsIn('one').waivers).toEqual([{ ...WAIVER, rule: 'SDG-12.1', target: 'host' }]);
});
