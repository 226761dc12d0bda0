import { known, type HostFacts } from '../../../../guidelines';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import { snapshot, type Json } from './answers';

const INFO = {
  SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=userns'],
  Warnings: null,
  KernelVersion: '6.1.0',
  OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  CgroupVersion: '2',
  Driver: 'overlay2',
  LoggingDriver: 'local',
  LiveRestoreEnabled: true,
  ExperimentalBuild: false,
  Debug: false,
  Runtimes: { runc: {}, runsc: {} },
  DefaultRuntime: 'runc',
  RegistryConfig: {
    InsecureRegistryCIDRs: ['127.0.0.0/8'],
    IndexConfigs: { 'docker.io': { Secure: true }, 'registry.internal:5000': { Secure: false } },
  },
  Swarm: { LocalNodeState: 'inactive' },
};
const VERSION = {
  Version: '29.3.1',
  Components: [
    { Name: 'Engine', Version: '29.3.1' },
    { Name: 'containerd', Version: '2.1.5' },
    { Name: 'runc', Version: '1.3.3' },
  ],
};
const BRIDGE = { Name: 'bridge', Driver: 'bridge', Options: { 'com.docker.network.bridge.enable_icc': 'false' } };

function hostOf(changes: Partial<EngineSnapshot> = {}): HostFacts {
  const facts = factsOfEngine(snapshot({ info: INFO, version: VERSION, networks: [BRIDGE], ...changes }));
  const host = facts.find(({ kind }) => kind === 'host');
  if (host?.kind !== 'host') throw new Error('no host');
  return host;
}

function withInfo(changes: Json): HostFacts {
  return hostOf({ info: { ...INFO, ...changes } });
}

const unread = { known: false, expression: 'nobody read the settings of the engine' };
const untold = (name: string): unknown => ({ known: false, expression: `${name} is not told` });

test('what requests tell about an engine', () => {
  expect(hostOf()).toEqual({
    kind: 'host',
    address: 'host',
    path: 'host',
    versions: {
      engine: known('29.3.1'),
      containerd: known('2.1.5'),
      runc: known('1.3.3'),
      kernel: known('6.1.0'),
      system: known('Debian GNU/Linux 12 (bookworm)'),
    },
    warnings: [],
    appArmor: known(true),
    seLinux: known(false),
    seccompProfile: known('builtin'),
    userNamespaces: known(true),
    rootless: known(false),
    noNewPrivileges: { known: false, expression: 'not every engine says that it has no-new-privileges' },
    cgroupVersion: known('2'),
    memory: untold('MemTotal'),
    cores: untold('NCPU'),
    storageDriver: known('overlay2'),
    logDriver: known('local'),
    liveRestore: known(true),
    experimental: known(false),
    debug: known(false),
    insecureRegistries: [known('127.0.0.0/8'), known('registry.internal:5000')],
    runtimes: [known('runc'), known('runsc')],
    defaultRuntime: known('runc'),
    defaultBridgeIcc: known(false),
    swarm: known(undefined),
    daemon: { hosts: [unread], tlsVerify: unread, iptables: unread, userlandProxy: unread, logLevel: unread, defaultUlimits: [unread] },
    system: {
      files: [untold('files')],
      dockerGroup: [untold('dockerGroup')],
      watchable: [untold('watchable')],
      watched: [untold('watched')],
      dataOnOwnPartition: untold('dataOnOwnPartition'),
      bridgeGuarded: untold('bridgeGuarded'),
      routedDropped: untold('routedDropped'),
    },
  });
});

test.each<readonly [Json, Partial<HostFacts>]>([
  [{ SecurityOptions: ['seccomp'] }, { seccompProfile: known('default'), appArmor: known(false), userNamespaces: known(false) }],
  [{ SecurityOptions: [] }, { seccompProfile: known(undefined) }],
  [{ SecurityOptions: ['name=seccomp,profile=/etc/a=b.json'] }, { seccompProfile: known('/etc/a=b.json') }],
  [{ SecurityOptions: ['name=rootless'] }, { rootless: known(true), userNamespaces: known(true) }],
  [{ SecurityOptions: ['name=selinux'] }, { seLinux: known(true) }],
  [{ SecurityOptions: ['name=no-new-privileges'] }, { noNewPrivileges: known(true) }],
  [{ Warnings: ['WARNING: No swap limit support'] }, { warnings: [known('WARNING: No swap limit support')] }],
  [
    { Debug: true, ExperimentalBuild: true, LiveRestoreEnabled: false },
    { debug: known(true), experimental: known(true), liveRestore: known(false) },
  ],
])('%j', (info, expected) => {
  expect(withInfo(info)).toMatchObject(expected);
});

test('what an engine does not tell is unknown', () => {
  const host = hostOf({ info: {}, version: {}, networks: [] });

  expect(host).toMatchObject({
    appArmor: untold('SecurityOptions'),
    seccompProfile: untold('SecurityOptions'),
    userNamespaces: untold('SecurityOptions'),
    noNewPrivileges: untold('SecurityOptions'),
    liveRestore: untold('LiveRestoreEnabled'),
    insecureRegistries: [untold('RegistryConfig.InsecureRegistryCIDRs'), untold('RegistryConfig.IndexConfigs')],
    runtimes: [untold('Runtimes')],
    defaultBridgeIcc: { known: false, expression: 'the engine has no network bridge' },
    swarm: untold('Swarm.LocalNodeState'),
  });
  expect(host.versions).toEqual({
    engine: untold('Version'),
    containerd: untold('Components'),
    runc: untold('Components'),
    kernel: untold('KernelVersion'),
    system: untold('OperatingSystem'),
  });
  expect(hostOf({ version: { ...VERSION, Components: [{ Name: 'Podman Engine', Version: '5' }] } }).versions.runc).toEqual({
    known: false,
    expression: 'the engine does not name its runc',
  });
});

test.each<readonly [Json | null, HostFacts['defaultBridgeIcc']]>([
  [{ 'com.docker.network.bridge.enable_icc': 'true' }, known(true)],
  [{}, known(true)],
  [null, known(true)],
])('containers on a default bridge with %j reach each other: %j', (Options, expected) => {
  expect(hostOf({ networks: [{ ...BRIDGE, Options }] }).defaultBridgeIcc).toEqual(expected);
});

test('a manager of a swarm knows the whole of it, any other member does not', () => {
  const member = { LocalNodeState: 'active', ControlAvailable: false };
  const swarm = { Spec: { EncryptionConfig: { AutoLockManagers: true }, CAConfig: { NodeCertExpiry: 7776000000000000 } } };
  const manager = hostOf({ info: { ...INFO, Swarm: { ...member, ControlAvailable: true, Managers: 3 } }, swarm });

  expect(manager.swarm).toMatchObject(
    known({ isManager: known(true), managers: known(3), autoLock: known(true), certificateDays: known(90) }),
  );
  expect(withInfo({ Swarm: member }).swarm).toMatchObject(
    known({
      isManager: known(false),
      managers: known(undefined),
      autoLock: { known: false, expression: 'only a manager of the swarm tells it' },
    }),
  );
});

describe('readings on the host', () => {
  test('settings that are not written have the default of the engine', () => {
    expect(hostOf({ host: { daemon: {} } }).daemon).toEqual({
      hosts: [],
      tlsVerify: known(false),
      iptables: known(true),
      userlandProxy: known(true),
      logLevel: known(undefined),
      defaultUlimits: [],
    });
    expect(hostOf({ host: { daemon: {} } }).noNewPrivileges).toEqual(known(false));
  });

  test('settings that are', () => {
    const daemon = {
      hosts: ['unix:///run/docker.sock'],
      tlsverify: true,
      iptables: false,
      'userland-proxy': false,
      'log-level': 'debug',
      'default-ulimits': { nofile: { Hard: 1, Name: 'nofile', Soft: 1 } },
      'no-new-privileges': true,
    };
    const host = hostOf({ host: { daemon } });

    expect(host.daemon).toEqual({
      hosts: [known('unix:///run/docker.sock')],
      tlsVerify: known(true),
      iptables: known(false),
      userlandProxy: known(false),
      logLevel: known('debug'),
      defaultUlimits: [known('nofile')],
    });
    expect(host.noNewPrivileges).toEqual(known(true));
  });

  test('files and the rest', () => {
    const reading = {
      files: [{ path: '/etc/docker', owner: 'root', group: 'root', mode: 0o755 }, { path: '/run/docker.sock' }],
      dockerGroup: ['ada'],
      watchable: ['/usr/bin/dockerd'],
      watched: [],
      dataOnOwnPartition: true,
      bridgeGuarded: false,
      routedDropped: false,
    };

    expect(hostOf({ host: reading }).system).toEqual({
      files: [
        known({ path: '/etc/docker', owner: known('root'), group: known('root'), mode: known(0o755) }),
        known({ path: '/run/docker.sock', owner: untold('files.owner'), group: untold('files.group'), mode: untold('files.mode') }),
      ],
      dockerGroup: [known('ada')],
      watchable: [known('/usr/bin/dockerd')],
      watched: [],
      dataOnOwnPartition: known(true),
      bridgeGuarded: known(false),
      routedDropped: known(false),
    });
    expect(hostOf({ host: reading }).daemon.hosts).toEqual([unread]);
  });
});
