import {
  Capability,
  Cpu,
  Duration,
  HardenedContainer,
  HealthCheck,
  Init,
  Memory,
  Network,
  Pids,
  PrivilegeEscalation,
  PublicValue,
  Replacement,
  RootFilesystem,
  SeccompProfile,
  Size,
  SystemCall,
  User,
  WritablePath,
  type HardenedContainerProps,
  type NetworkAttachment,
} from '../../../constructs';
import { DockerTemplate, type Resource } from '../../../testing';
import { REQUIRED_PROPS, everyProp } from '../../fixture/every-prop';
import { IMAGE, tenant } from '../../fixture/tenant';

interface Synthesized {
  readonly container: HardenedContainer;
  readonly resource: Resource;
}

function synthesize(props: Partial<HardenedContainerProps> = {}): Synthesized {
  const stack = tenant();
  const container = new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, ...props });
  return { container, resource: DockerTemplate.of(stack).containerAt('acme/App') };
}

test('with only the required props, it has every default', () => {
  const { container, resource } = synthesize();
  const { depends_on: dependsOn, ...values } = resource.values;

  expect(values).toEqual({
    name: `test-acme-app-${container.generation}`,
    image: IMAGE.imageName,
    user: '12345:12345',
    env: ['HOME=/tmp', 'LOGNAME=app', 'PORT=8080', 'USER=app'],
    memory: 256,
    memory_swap: 256,
    cpu_period: 100_000,
    cpu_quota: 50_000,
    cpu_shares: 512,
    shm_size: 64,
    ulimit: [
      { name: 'nofile', soft: 4096, hard: 4096 },
      { name: 'nproc', soft: 2048, hard: 2048 },
    ],
    read_only: true,
    tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=16777216,mode=1777,uid=12345,gid=12345' },
    mounts: [
      { type: 'volume', source: expect.stringMatching(/^test-acme-probe-[0-9a-f]{12}$/), target: '/run/appengine-probe', read_only: true },
    ],
    capabilities: { drop: ['ALL'] },
    security_opts: ['no-new-privileges:true', ...SeccompProfile.hardened().securityOptions],
    ipc_mode: 'private',
    cgroupns_mode: 'private',
    init: true,
    network_mode: 'none',
    restart: 'unless-stopped',
    must_run: true,
    wait: false,
    stop_signal: 'SIGTERM',
    stop_timeout: 15,
    destroy_grace_seconds: 15,
    log_driver: 'local',
    log_opts: { 'max-size': '10240k', 'max-file': '3' },
    healthcheck: {
      test: [
        ...['CMD', '/run/appengine-probe/probe', 'http', '--port', '8080', '--path', '/healthz'],
        ...['--timeout', '2s', '--every', '5s', '--for', '5m0s', '--young', '1m0s'],
      ],
      interval: '1s',
      timeout: '5m3s',
      retries: 3,
      start_period: '30s',
    },
    labels: [
      { label: 'appengine.generation', value: container.generation },
      { label: 'appengine.instance', value: 'test' },
      { label: 'appengine.role', value: 'replica' },
      { label: 'appengine.stack', value: 'acme' },
      { label: 'appengine.tenant', value: 'acme' },
    ],
    lifecycle: { create_before_destroy: true },
    provisioner: [
      {
        'local-exec': {
          command: container.containerName,
          interpreter: [
            'node',
            expect.stringMatching(/^assets\/HealthGate\/\w+\/main\.js$/),
            '--until',
            'healthy',
            '--timeout',
            '38',
            '--pids',
            '256',
          ],
          environment: { DOCKER_HOST: 'unix:///var/run/docker.sock' },
        },
      },
    ],
  });
  expect(dependsOn).toEqual([expect.stringMatching(/^docker_container\.Probe_Loader_/)]);
  expect(container.exemptions).toEqual([]);
});

test('its name is that of its id', () => {
  const { name: _, ...props } = REQUIRED_PROPS;
  const stack = tenant();

  expect(new HardenedContainer(stack, 'ShopWorker', props).containerName).toMatch(/^test-acme-shop-worker-[0-9a-f]{8}$/);
});

test('a port that no network leads to is refused', () => {
  const { publish } = everyProp(tenant());

  expect(() => synthesize({ publish })).toThrow(/^PublishedWithoutNetwork: acme\/App: .*`networks: \[new Network\(/);
});

test('it has no way to the host', () => {
  synthesize().resource.lacks('privileged', 'ports', 'devices', 'volumes', 'host', 'pid_mode', 'userns_mode', 'group_add', 'sysctls');
});

test('a published port makes it stop-first', () => {
  const { publish } = everyProp(tenant());

  const { resource } = synthesize({ publish, networks: [Network.fromName('net').attach()] });
  resource.has({
    ports: [{ ip: '127.0.0.1', external: 9090, internal: 9090, protocol: 'tcp' }],
    lifecycle: { create_before_destroy: true },
    start: false,
    must_run: false,
  });
  expect(resource.values.provisioner).toMatchObject([
    { 'local-exec': { interpreter: expect.arrayContaining(['--start', '--stop-first', '--probe']) as unknown } },
  ]);
  expect(() => synthesize({ publish, networks: [Network.fromName('net').attach()], replacement: Replacement.startFirst() })).toThrow(
    /^ReplacementRefused: .*two generations publish one port/,
  );
});

test('what Terraform would take for a template reaches the program as it is', () => {
  synthesize({
    command: ['sh', '-c', 'echo ${HOME}'],
    entrypoint: ['%{x}'],
    environment: { TEXT: '${x}' },
    healthCheck: HealthCheck.command(['test', '${x}']),
  }).resource.has({
    command: ['sh', '-c', 'echo $${HOME}'],
    entrypoint: ['%%{x}'],
    env: ['HOME=/tmp', 'LOGNAME=app', 'PORT=8080', 'TEXT=$${x}', 'USER=app'],
    healthcheck: { test: ['CMD', 'test', '$${x}'] },
  });
});

describe('switching off a default changes its own argument, and leaves an exemption', () => {
  const REASON = 'because of this test';
  const OFF: readonly (readonly [string, Partial<HardenedContainerProps>, Readonly<Record<string, unknown>>])[] = [
    ['memory limit', { memory: Memory.unlimited(REASON) }, { memory: undefined, memory_swap: undefined }],
    ['cpu quota', { cpu: Cpu.unlimited(REASON) }, { cpu_period: undefined, cpu_quota: undefined, cpu_shares: 1024 }],
    [
      'pids limit',
      { pids: Pids.unlimited(REASON) },
      { ulimit: [{ name: 'nofile', soft: 4096, hard: 4096 }], provisioner: expect.anything() },
    ],
    ['read-only root', { rootFilesystem: RootFilesystem.writable(REASON) }, { read_only: false }],
    [
      'no new privileges',
      { privilegeEscalation: PrivilegeEscalation.allowed(REASON) },
      { security_opts: ['no-new-privileges:false', ...SeccompProfile.hardened().securityOptions] },
    ],
    [
      'seccomp profile',
      { seccomp: SeccompProfile.unconfined(REASON) },
      { security_opts: ['no-new-privileges:true', 'seccomp=unconfined'] },
    ],
    ['hardened seccomp profile', { seccomp: SeccompProfile.engineDefault(REASON) }, { security_opts: ['no-new-privileges:true'] }],
    [
      'no system call ptrace',
      { seccomp: SeccompProfile.hardened(SystemCall.allow('ptrace', REASON)) },
      { security_opts: ['no-new-privileges:true', expect.stringMatching(/^seccomp=\{.*"ptrace"/)] },
    ],
    [
      'numeric non-root user',
      { user: User.fromImage(REASON) },
      { user: undefined, env: ['PORT=8080'], tmpfs: expect.anything() as unknown },
    ],
    ['init of the engine', { init: Init.fromImage(REASON) }, { init: false }],
    [
      'no programs in memory',
      { writable: [WritablePath.executableTmpfs('/tmp', Size.mebibytes(16), REASON)] },
      { tmpfs: { '/tmp': 'rw,nosuid,nodev,exec,size=16777216,mode=1777,uid=12345,gid=12345' } },
    ],
    [
      'no secret in the environment TOKEN_TTL',
      { publicValues: [PublicValue.of('TOKEN_TTL', '3600', REASON)] },
      { env: ['HOME=/tmp', 'LOGNAME=app', 'PORT=8080', 'TOKEN_TTL=3600', 'USER=app'] },
    ],
    [
      'no capability NET_RAW',
      { capabilities: [Capability.add('NET_RAW', REASON)] },
      { capabilities: { drop: ['ALL'], add: ['CAP_NET_RAW'] } },
    ],
    [
      'health check',
      { healthCheck: HealthCheck.none(REASON) },
      // The volume with the probe goes with it, and the gate waits for a running container instead.
      { healthcheck: undefined, mounts: undefined, depends_on: [], provisioner: expect.anything() },
    ],
  ];

  test.each(OFF)('%s', (name, props, changes) => {
    const { container, resource } = synthesize(props);

    expect(changesBetween(synthesize(), { container, resource })).toEqual(changes);
    expect(container.exemptions).toMatchObject([{ default: name, reason: REASON }]);
  });

  test('the gate learns of it', () => {
    const { resource } = synthesize({ pids: Pids.unlimited(REASON), healthCheck: HealthCheck.none(REASON) });

    expect(resource.values.provisioner).toMatchObject([
      { 'local-exec': { interpreter: ['node', expect.anything(), '--until', 'running', '--timeout', '38'] } },
    ]);
  });
});

test('aliases in every network are refused, because the engine loses those of the first one', () => {
  const network = (networkName: string, aliases: readonly string[]): NetworkAttachment => ({ networkName, aliases, dependables: [] });
  const containerIn = (...networks: readonly NetworkAttachment[]): HardenedContainer =>
    new HardenedContainer(tenant(), 'Web', { ...REQUIRED_PROPS, name: 'web', networks });

  expect(() => containerIn(network('a', ['x']))).toThrow(/^AliasLost: acme\/Web: aliases \["x"\] must not be in the first network/);
  expect(() => containerIn(network('a', ['x']), network('b', []))).not.toThrow();
});

describe('a change makes another generation', () => {
  // None is an argument of the container: the name is in front of the generation, what has to exist first does not change what it is, an off switch of its program is in its files, and a job, or what it writes beside, counts where both write the same volume.
  const NO_ARGUMENTS = new Set(['name', 'after', 'beside', 'follows', 'settings']);
  const CHANGED = Object.keys(everyProp(tenant())).filter((prop) => !NO_ARGUMENTS.has(prop));

  test.each(CHANGED)('%s', (prop) => {
    const stack = tenant();
    const changed = Object.fromEntries(Object.entries(everyProp(stack)).filter(([name]) => [prop, 'after'].includes(name)));
    // A port needs a network to be published through.
    const networks = prop === 'publish' ? [Network.fromName('net').attach()] : [];
    // Variables from files need the whole command.
    const command = prop === 'environmentFiles' ? { command: ['serve'] } : {};
    const [before, after] = [
      new HardenedContainer(stack, 'Before', { ...REQUIRED_PROPS, ...command, networks, name: 'before' }),
      new HardenedContainer(stack, 'After', { ...REQUIRED_PROPS, ...command, networks, name: 'after', ...changed }),
    ];

    expect(after.generation).not.toBe(before.generation);
  });

  test('the gate alone', () => {
    const [short, long] = [1, 2].map((minutes) => synthesize({ oneShot: { timeout: Duration.minutes(minutes) } }).container.generation);

    expect(long).not.toBe(short);
  });

  test('nothing changed, nothing does', () => {
    expect(synthesize().container.containerName).toBe(synthesize().container.containerName);
  });
});

test('shared memory has the size that is said', () => {
  expect(changesBetween(synthesize(), synthesize({ sharedMemory: Size.mebibytes(128) }))).toEqual({ shm_size: 128 });
});

test.each([
  [{ openFiles: 63 }, 'OpenFilesOutOfRange: acme/App: openFiles of 63 must be a whole number from 64 to 1048576; use one such as 65536'],
  [
    { sharedMemory: Size.kibibytes(1) },
    'SharedMemoryInvalid: acme/App: sharedMemory of 1024 bytes must be whole MiB; use Size.mebibytes(…)',
  ],
  [
    { networkSettings: { 'kernel.shmmax': '1' } },
    'NetworkSettingRefused: acme/App: kernel setting "kernel.shmmax" must start with "net."; others reach beyond the container',
  ],
  [
    { name: 'a'.repeat(60) },
    /^NameTooLong: acme\/App: container name "test-acme-a{60}-[0-9a-f]{8}" has 79 characters, at most 63 fit into a DNS label; shorten the tenant's or the pool's name$/,
  ],
])('%j is refused', (props, message) => {
  expect(() => synthesize(props)).toThrow(typeof message === 'string' ? new Error(message) : message);
});

/** Arguments that differ, by what they are afterwards; names, which always do, are left out. */
function changesBetween(before: Synthesized, after: Synthesized): Record<string, unknown> {
  const [old, now] = [before, after].map(({ container, resource }) => {
    const { name, labels, ...values } = resource.values;
    return JSON.parse(JSON.stringify(values).replaceAll(container.containerName, 'app')) as Record<string, unknown>;
  });
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
  return Object.fromEntries(
    [...keys].filter((key) => JSON.stringify(old?.[key]) !== JSON.stringify(now?.[key])).map((key) => [key, now?.[key]]),
  );
}
