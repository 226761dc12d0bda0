import {
  Capability,
  Cpu,
  HardenedContainer,
  HealthCheck,
  Memory,
  Pids,
  PrivilegeEscalation,
  RootFilesystem,
  SeccompProfile,
  SystemCall,
  User,
} from '../../../../constructs';
import { Container, DockerProvider, Volume } from '../../../../constructs/cdktf/bindings';
import { Aspects, TerraformResource, TerraformStack } from '../../../../constructs/cdktf/framework';
import { auditOf, defineRule, renderTerminal, RULES, type Row } from '../../../../guidelines';
import { Hardening, type HardeningOptions } from '../../../../guidelines/cdktf';
import { DockerTemplate, TestApp } from '../../../../testing';
import { EXAMPLES } from '../../../fixture/examples';
import { REQUIRED_PROPS } from '../../../fixture/every-prop';
import { tenant } from '../../../fixture/tenant';
import { ownRule } from '../../../fixture/own-rule';
import { TODAY } from '../../../../guidelines/cases/cases';

const REASON = 'because of a test';
/** Registries of the fixtures' images. */
const POLICY: HardeningOptions = { registries: ['registry.test', 'docker.io/test'], immutableTags: ['docker.io/test'], today: TODAY };

function findings(stack: TerraformStack): readonly string[] {
  const { rows } = Hardening.of(stack).report();
  return rows
    .filter(({ status }) => status === 'fail')
    .map(({ rule, path, attribute, value }: Row) => `${rule} ${path} ${attribute} = ${value}`);
}

function hardened(): { readonly stack: TerraformStack; readonly container: Container } {
  const stack = tenant();
  Hardening.of(stack).attach(POLICY);
  const { node } = new HardenedContainer(stack, 'App', REQUIRED_PROPS);
  const { defaultChild: container } = node;
  if (!(container instanceof Container)) throw new Error('no Resource');
  return { stack, container };
}

test.each(Object.entries(EXAMPLES))('our own %s has no finding, and nothing unknown', (_, make) => {
  const stack = make();
  Hardening.of(stack).attach(POLICY);
  DockerTemplate.of(stack);
  const { counts, rows } = Hardening.of(stack).report();

  expect(rows.filter(({ status }) => status === 'fail' || status === 'unknown')).toEqual([]);
  expect(counts.pass).toBeGreaterThan(150);
});

test('a hardened container has no finding', () => {
  const { stack } = hardened();

  expect(() => DockerTemplate.of(stack)).not.toThrow();
  expect(findings(stack)).toEqual([]);
});

test('an override stops the synth, with what it opens and how to mend it', () => {
  const { stack, container } = hardened();
  container.addOverride('privileged', true);

  expect(() => DockerTemplate.of(stack)).toThrow(
    [
      '✘ SDG-05.1 critical   acme/App',
      '    a privileged container is root on the host',
      '    privileged = true',
      '    (guideline 5, CIS 5.5, OWASP 3, NIST 4.4.3, PSS baseline)',
      "    impact: mount the host's disk, load kernel modules, leave the container",
      '    fix:    drop `privileged`; for one capability use Capability.add(name,',
      '            reason)',
    ].join('\n'),
  );
});

test('so do a raw container, an aspect that comes late, and an override of the stack', () => {
  const raw = hardened().stack;
  new Container(raw, 'Raw', { name: 'raw', image: 'nginx', volumes: [{ hostPath: '/var/run/docker.sock', containerPath: '/s' }] });
  expect(() => DockerTemplate.of(raw)).toThrow(/SDG-05\.5 critical {3}acme\/Raw\n/);

  const late = hardened();
  Aspects.of(late.stack).add({
    visit: (node) => {
      if (node instanceof Container) node.networkMode = 'host';
    },
  });
  expect(() => DockerTemplate.of(late.stack)).toThrow(/SDG-02\.4 high {3}acme\/App\n/);

  const overridden = hardened().stack;
  overridden.addOverride('resource.docker_volume.secret', { name: 's', driver_opts: { type: 'none', o: 'bind', device: '/etc' } });
  expect(() => DockerTemplate.of(overridden)).toThrow(/SDG-10\.1 critical {3}docker_volume\.secret\n/);
});

test('raw resources are known by their constructs', () => {
  const stack = tenant();
  new Container(stack, 'Raw', {
    name: 'raw',
    image: 'nginx',
    user: 'root',
    readOnly: false,
    ports: [{ internal: 80, external: 80 }],
    capabilities: { add: ['SYS_ADMIN'] },
    securityOpts: ['seccomp=unconfined', 'no-new-privileges:false'],
  });
  new Volume(stack, 'Disk', { name: 'disk', driverOpts: { type: 'ext4', device: '/dev/sda1' } });

  expect(findings(stack)).toEqual(
    expect.arrayContaining([
      'SDG-01.1 acme/Raw image = nginx',
      'SDG-02.5 acme/Raw ports.ip = not set',
      'SDG-05.2 acme/Raw user = 0',
      'SDG-05.4 acme/Raw security_opts = no-new-privileges=false',
      'SDG-06.1 acme/Raw memory = not set',
      'SDG-08.3 acme/Disk mounts = /dev/sda1',
      'SDG-10.6 acme/Raw read_only = false',
      'SDG-13.1 acme/Raw security_opts = seccomp=unconfined',
      'SDG-14.1 acme/Raw capabilities.drop = not set',
      'SDG-14.2 acme/Raw capabilities.add = SYS_ADMIN',
      'SDG-15.1 acme/Raw network_mode = not set',
    ]),
  );
});

test('a volume that a provisioner makes is judged as a declared one', () => {
  const stack = tenant();
  const resource = new TerraformResource(stack, 'Disk', {
    terraformResourceType: 'terraform_data',
    provisioners: [
      {
        type: 'local-exec',
        interpreter: ['docker', 'volume', 'create', '--opt', 'type=none', '--opt', 'o=bind', '--opt', 'device=/etc'],
        command: 'disk',
      },
    ],
  });
  resource.addOverride('triggers_replace', ['disk']);

  expect(findings(stack)).toEqual(['SDG-10.1 acme/Disk mounts = /etc', 'SDG-10.3 acme/Disk driver_opts = /etc']);
});

test('a container that the health gate starts has to be all that a running one has to be', () => {
  const healthCheckOf = (gate: string): readonly string[] => {
    const stack = tenant();
    const labels = [{ label: 'appengine.gate', value: gate }];
    new Container(stack, 'Raw', { name: 'raw', image: 'nginx', start: false, mustRun: false, labels });
    const { rows } = Hardening.of(stack).report();
    return rows.filter(({ rule, path }) => rule === 'SDG-09.5' && path === 'acme/Raw').map(({ status }) => status);
  };

  // The image may have one.
  expect(healthCheckOf('healthy')).toEqual(['unknown']);
  expect(healthCheckOf('done')).toEqual(['not-applicable']);
});

test('a low finding is in the report and does not stop the synth', () => {
  const { stack, container } = hardened();
  container.addOverride('init', false);

  expect(() => DockerTemplate.of(stack)).not.toThrow();
  expect(findings(stack)).toEqual(['SDG-09.2 acme/App init = false']);
});

test('a stack of anybody', () => {
  const stack = new TerraformStack(new TestApp(), 'plain');
  new DockerProvider(stack, 'Docker', { host: 'tcp://10.0.0.1:2375' });
  Hardening.of(stack).attach();
  Hardening.of(stack).attach({ today: TODAY });

  expect(() => DockerTemplate.of(stack)).toThrow(/SDG-02\.1 critical {3}provider\.docker\n/);
  expect(stack.node.validate()).toHaveLength(1);
});

describe('off switches of our constructs are waived with their reasons', () => {
  test.each([
    ['SDG-05.2', { user: User.fromImage(REASON) }],
    ['SDG-05.4', { privilegeEscalation: PrivilegeEscalation.allowed(REASON) }],
    ['SDG-06.1', { memory: Memory.unlimited(REASON) }],
    ['SDG-09.5', { healthCheck: HealthCheck.none(REASON) }],
    ['SDG-10.6', { rootFilesystem: RootFilesystem.writable(REASON) }],
    ['SDG-13.1', { seccomp: SeccompProfile.unconfined(REASON) }],
    ['SDG-13.2', { seccomp: SeccompProfile.hardened(SystemCall.allow('ptrace', REASON)) }],
    ['SDG-14.4', { capabilities: [Capability.add('CHOWN', REASON)] }],
    ['SDG-14.3', { capabilities: [Capability.add('NET_RAW', REASON)] }],
    ['SDG-07.1', { capabilities: [Capability.add('SETUID', REASON)] }],
  ])('%s', (rule, props) => {
    const stack = tenant();
    Hardening.of(stack).attach(POLICY);
    new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, ...props });
    const waived = Hardening.of(stack)
      .report()
      .rows.filter((row) => row.rule === rule && row.status === 'waived');

    expect(findings(stack)).toEqual([]);
    expect(waived).toMatchObject([{ path: 'acme/App', acceptance: { source: 'construct', reason: REASON } }]);
  });

  test('the arguments of an allowed call are waived one by one, and other calls are not', () => {
    const stack = tenant();
    const seccomp = SeccompProfile.strict(SystemCall.allow('socket', REASON));
    const { node } = new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, seccomp });
    const { rows } = Hardening.of(stack).report();
    const values = rows
      .filter(({ rule, path }) => rule === 'SDG-13.2' && path === node.path)
      .map(({ status, value }) => `${status} ${value}`);

    expect(values).toEqual(['AF_ALG', 'AF_KEY', 'AF_PACKET', 'AF_VSOCK'].map((family) => `waived allows socket(${family})`));
  });

  test.each([{ cpu: Cpu.unlimited(REASON) }, { pids: Pids.unlimited(REASON) }, { seccomp: SeccompProfile.engineDefault(REASON) }])(
    'those that no rule at synth misses (%#)',
    (props) => {
      const stack = tenant();
      Hardening.of(stack).attach(POLICY);
      new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, ...props });

      expect(findings(stack)).toEqual([]);
    },
  );
});

test('waive accepts a finding at its scope', () => {
  const { stack, container } = hardened();
  container.addOverride('read_only', false);
  Hardening.of(container).waive({ rule: 'SDG-10.6', reason: REASON, owner: 'ana', expires: '2027-02-01' });
  Hardening.of(stack).waive({ rule: 'SDG-10.7', reason: REASON, owner: 'ana', expires: '2027-02-01' });

  expect(findings(stack)).toEqual(['SDG-17.3 acme waiver = SDG-10.7: it is about no finding']);
});

test('rules of your own', () => {
  const { stack } = hardened();
  Hardening.of(stack).attach({ ...POLICY, rules: [...RULES, ownRule] });

  expect(() => DockerTemplate.of(stack)).toThrow(/ACME-09\.1 medium {3}acme\/App\n/);
  for (const id of ['acme-09.1', 'ACME-18.1', 'ACME-00.1', 'ACME9.1', '']) {
    expect(() => defineRule({ ...ownRule, appliesTo: [], id, check: () => [] })).toThrow(/^RuleInvalid: rule id /);
  }
});

test('the report of a terminal fits into 80 columns', () => {
  const stack = tenant();
  new Container(stack, 'Raw', { name: 'raw', image: 'nginx' });
  const text = renderTerminal(auditOf(Hardening.of(stack).report()));

  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(text).toMatch(/^Findings \(\d+\)\n\n✘ SDG-05\.2 high {3}/);
  expect(text).toMatch(/\nsynth( +\d+){6}\n$/);
});
