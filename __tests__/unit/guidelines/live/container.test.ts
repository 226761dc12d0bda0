import { known } from '../../../../guidelines';
import type { ContainerFacts } from '../../../../guidelines/facts/container-facts';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { configuration, GOOD_CONTAINER } from '../../../../guidelines/cases/configuration';
import { answer, containerOf, read, snapshot } from './answers';

const ID = 'd'.repeat(64);
const DECLARED = factsOfTerraformJson(configuration('docker_container', {}));

test('a container that was deployed has the facts of its declaration', () => {
  const facts = containerOf(factsOfEngine(snapshot({ containers: [answer()] }), DECLARED));
  const [declared] = DECLARED;

  expect(facts).toEqual({
    ...declared,
    command: [known('/entry'), known('serve')],
    environment: [known({ name: known('PATH'), value: known('/bin') })],
    labels: [known({ name: 'org.title', value: known('Web') })],
    sharedMemory: known(64),
    ipcMode: known('private'),
    runtime: known('runc'),
    engine: {
      pids: known(256),
      maskedPaths: known(['/proc/acpi', '/proc/kcore']),
      readOnlyPaths: known(['/proc/bus', '/proc/sys']),
      utsMode: known(undefined),
      oomKillDisabled: known(false),
      oomScore: known(undefined),
      deviceRules: [],
      appArmorProfile: known('docker-default'),
    },
  });
});

test.each<readonly [Parameters<typeof answer>[0], Partial<ContainerFacts>]>([
  [{ HostConfig: { Memory: 0, MemorySwap: -1 } }, { memory: known(undefined), memorySwap: known(-1) }],
  [{ HostConfig: { Memory: 6815744 } }, { memory: known(6.5) }],
  [
    { HostConfig: { NanoCpus: 500000000, CpuShares: 0 } },
    { cpu: { shares: known(undefined), quota: known(undefined), period: known(undefined), cores: known(0.5) } },
  ],
  [
    { HostConfig: { CapAdd: ['CAP_NET_RAW', 'chown'] } },
    { capabilities: { add: [known('NET_RAW'), known('CHOWN')], drop: [known('ALL')] } },
  ],
  [{ HostConfig: { GroupAdd: ['root', '0044'] } }, { groups: [known('0'), known('44')] }],
  [{ Config: { User: '' } }, { user: known(undefined) }],
  [{ Config: { User: 'root:0' } }, { user: known({ user: '0', group: '0' }) }],
  [{ Config: { Healthcheck: undefined } }, { healthTest: known('NONE') }],
  [{ Config: { Healthcheck: { Interval: 5 } } }, { healthTest: known('NONE') }],
  [{ Config: { Healthcheck: { Test: ['NONE'] } } }, { healthTest: known('NONE') }],
  [{ Config: { Entrypoint: null, Cmd: null, Env: null, Labels: null } }, { command: [], environment: [], labels: [] }],
  [{ HostConfig: { Init: null } }, { init: known(undefined) }],
  [{ HostConfig: { Init: undefined, Tmpfs: undefined, Sysctls: undefined } }, { init: known(undefined), tmpfs: [], sysctls: [] }],
  [
    { HostConfig: { NetworkMode: 'default' }, NetworkSettings: { Networks: { bridge: {} } } },
    { networkMode: known(undefined), networks: [] },
  ],
  [
    { HostConfig: { NetworkMode: 'bridge' }, NetworkSettings: { Networks: { bridge: {} } } },
    { networkMode: known(undefined), networks: [] },
  ],
  [
    { HostConfig: { NetworkMode: 'bridge' }, NetworkSettings: { Networks: { bridge: {}, front: {} } } },
    { networkMode: known(undefined), networks: [known('bridge'), known('front')] },
  ],
  [
    { HostConfig: { NetworkMode: 'host' }, NetworkSettings: { Networks: { host: {} } } },
    { networkMode: known('host'), networks: [] },
  ],
  [
    { HostConfig: { NetworkMode: 'none' }, NetworkSettings: { Networks: { none: {} } } },
    { networkMode: known('none'), networks: [] },
  ],
  [{ HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 } } }, { restart: known('on-failure'), maxRetries: known(5) }],
  [{ HostConfig: { PidsLimit: null } }, { engine: expect.objectContaining({ pids: known(undefined) }) }],
  [{ HostConfig: { PidsLimit: -1 } }, { engine: expect.objectContaining({ pids: known(undefined) }) }],
  [
    { HostConfig: { MaskedPaths: null, ReadonlyPaths: [] } },
    { engine: expect.objectContaining({ maskedPaths: known([]), readOnlyPaths: known([]) }) },
  ],
  [{ HostConfig: { DeviceRequests: [{ Count: -1, DeviceIDs: null }] } }, { gpus: [known('all')] }],
  [
    {
      HostConfig: {
        DeviceRequests: [
          { Count: 2, DeviceIDs: [] },
          { Count: 0, DeviceIDs: ['a', 'b'] },
        ],
      },
    },
    { gpus: [known('2'), known('a'), known('b')] },
  ],
  [
    { HostConfig: { Devices: [{ PathOnHost: '/dev//kvm', PathInContainer: '/dev/kvm', CgroupPermissions: 'rwm' }] } },
    { devices: [known({ path: known('/dev/kvm'), permissions: known('rwm') })] },
  ],
  [
    {
      HostConfig: {
        PortBindings: {
          '80/tcp': [
            { HostIp: '', HostPort: '8080' },
            { HostIp: '::1', HostPort: '0' },
          ],
          '53/udp': null,
          '90/tcp': [{ HostIp: '', HostPort: '1-9' }],
        },
      },
    },
    {
      ports: [
        known({ internal: known(80), external: known(8080), address: known(undefined) }),
        known({ internal: known(80), external: known(undefined), address: known('::1') }),
        known({ internal: known(90), external: { known: false, expression: 'a port of the range for 90/tcp' }, address: known(undefined) }),
      ],
    },
  ],
  [
    {
      HostConfig: {
        Mounts: [
          { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 5 } },
          { Type: 'tmpfs', Target: '/u' },
        ],
      },
    },
    {
      tmpfs: [
        known({ path: known('/tmp'), bytes: known(16777216), flags: known([]) }),
        known({ path: known('/t'), bytes: known(5), flags: known([]) }),
        known({ path: known('/u'), bytes: known(undefined), flags: known([]) }),
      ],
    },
  ],
])('%j', (changes, expected) => {
  expect(read(answer(changes))).toMatchObject(expected);
});

test('an inline seccomp profile comes back as it was given', () => {
  const profile = '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[]}';

  expect(
    read(answer({ HostConfig: { SecurityOpt: [`seccomp=${profile}`, 'apparmor=web', 'no-new-privileges'] } })).securityOptions,
  ).toEqual([
    known({ key: 'seccomp', value: profile }),
    known({ key: 'apparmor', value: 'web' }),
    known({ key: 'no-new-privileges', value: 'true' }),
  ]);
});

test('what is joined or taken over is told by its name', () => {
  const joined = answer({
    HostConfig: {
      NetworkMode: `container:${ID}`,
      PidMode: `container:${ID}`,
      IpcMode: 'container:other',
      VolumesFrom: [`${ID}:ro`, 'plain'],
    },
  });
  const other = answer({ Id: ID, Name: '/database', NetworkSettings: { Networks: {} } });
  const facts = containerOf(factsOfEngine(snapshot({ containers: [joined, other] })));

  expect(facts).toMatchObject({
    networkMode: known('container:database'),
    pidMode: known('container:database'),
    ipcMode: known('container:other'),
    volumesFrom: [known('database'), known('plain')],
  });
});

test('a network that is named by its identifier is told by its name', () => {
  const networks = [{ Id: ID, Name: 'front', Driver: 'bridge', Options: {} }];

  expect(read(answer({ HostConfig: { NetworkMode: ID } }), { networks }).networkMode).toEqual(known('front'));
});

test('whose it is, its declaration knows better than its labels', () => {
  const labelled = answer({ Config: { Labels: { 'appengine.tenant': 'acme', 'appengine.role': 'gateway', 'appengine.trust': 'high' } } });

  expect(read(labelled)).toMatchObject({ tenant: known('acme'), role: known('gateway'), trust: known('high') });
  expect(containerOf(factsOfEngine(snapshot({ containers: [labelled] }), DECLARED))).toMatchObject({
    tenant: known(undefined),
    role: known(undefined),
    trust: known(undefined),
  });
});

describe('identity', () => {
  const identity = (declared?: Parameters<typeof factsOfEngine>[1]): unknown => {
    const { address, path, declared: isDeclared } = containerOf(factsOfEngine(snapshot({ containers: [answer()] }), declared));
    return { address, path, declared: isDeclared };
  };
  const named = (name: string): ReturnType<typeof factsOfTerraformJson> =>
    factsOfTerraformJson({
      resource: { docker_container: { x: { ...GOOD_CONTAINER, name, '//': { metadata: { path: 'acme/Web/Resource' } } } } },
    });

  test('a declared container keeps its address and its construct', () => {
    expect(identity(named('web'))).toEqual({ address: 'docker_container.x', path: 'acme/Web', declared: known(true) });
  });

  test('any other is foreign', () => {
    expect(identity(named('other'))).toEqual({ address: 'engine/web', path: 'engine/web', declared: known(false) });
    expect(identity([])).toEqual({ address: 'engine/web', path: 'engine/web', declared: known(false) });
  });

  test('unknown without declarations, or where a name is an expression', () => {
    expect(identity()).toMatchObject({ declared: { known: false, expression: 'what is declared was not read' } });
    expect(identity(named('${var.name}'))).toMatchObject({ declared: { known: false, expression: 'docker_container.x' } });
  });
});

test('the declared fixture has a drift of nothing', () => {
  expect(containerOf(factsOfEngine(snapshot({ containers: [answer()] }), DECLARED)).drift).toEqual([]);
});
