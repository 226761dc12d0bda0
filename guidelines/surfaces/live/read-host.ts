import type { DaemonFacts, HostFacts, HostVersions, SwarmFacts, SystemFacts } from '../../facts/host-facts';
import { contains, known, knownOf, mapItems, mapKnown, unknown, valueOf, type Items, type Known } from '../../facts/known';
import type { NetworkFacts } from '../../facts/network-facts';
import { EngineResponse } from './engine-response';

/** The answers about an engine itself. */
export interface Engine {
  readonly info: EngineResponse;
  readonly version: EngineResponse;
  /** Undefined where it manages no swarm. */
  readonly swarm: EngineResponse | undefined;
  /** Undefined where the host was not read. */
  readonly host: EngineResponse | undefined;
  /** Its own settings, undefined where they were not read. */
  readonly daemon: EngineResponse | undefined;
}

export function readEngine(snapshot: EngineResponse): Engine {
  const host = snapshot.has('host') ? snapshot.part('host').about('the reading of the host') : undefined;
  return {
    info: snapshot.part('info').about('the information about the engine'),
    version: snapshot.part('version').about('the version of the engine'),
    swarm: snapshot.has('swarm') ? snapshot.part('swarm').about('the swarm') : undefined,
    host,
    daemon: host?.has('daemon') === true ? host.part('daemon') : undefined,
  };
}

const MEBIBYTE = 1024 ** 2;

export function hostFacts(engine: Engine, networks: readonly NetworkFacts[]): HostFacts {
  const { info, daemon } = engine;
  const options = mapItems(info.texts('SecurityOptions'), (text) => known(securityFeature(text)));
  const has = (name: string): Known<boolean> => contains(options, (feature) => feature.name === name);
  const rootless = has('rootless');
  const remapped = has('userns');
  return {
    kind: 'host',
    address: 'host',
    path: 'host',
    versions: versionsOf(engine),
    warnings: info.texts('Warnings'),
    appArmor: has('apparmor'),
    seLinux: has('selinux'),
    seccompProfile: seccompProfileOf(options),
    userNamespaces: rootless.known && rootless.value ? rootless : remapped,
    rootless,
    noNewPrivileges: noNewPrivilegesOf(has('no-new-privileges'), daemon),
    cgroupVersion: info.text('CgroupVersion'),
    memory: mapKnown(info.limit('MemTotal'), (bytes) => (bytes === undefined ? undefined : bytes / MEBIBYTE)),
    cores: info.limit('NCPU'),
    storageDriver: info.text('Driver'),
    logDriver: info.text('LoggingDriver'),
    liveRestore: info.isOn('LiveRestoreEnabled'),
    experimental: info.isOn('ExperimentalBuild'),
    debug: info.isOn('Debug'),
    insecureRegistries: insecureRegistriesOf(info.part('RegistryConfig')),
    runtimes: info.keys('Runtimes'),
    defaultRuntime: info.text('DefaultRuntime'),
    defaultBridgeIcc: defaultBridgeIcc(networks),
    swarm: swarmOf(engine),
    daemon: daemon === undefined ? DAEMON_UNREAD : daemonOf(daemon),
    system: systemOf(engine.host),
  };
}

interface SecurityFeature {
  readonly name: string;
  readonly profile: string | undefined;
}

/** `name=seccomp,profile=default` of today, or `seccomp` alone. */
function securityFeature(text: string): SecurityFeature {
  const fields = new Map(text.split(',').map((field) => [field.split('=')[0] ?? '', field.split('=').slice(1).join('=')]));
  return { name: fields.get('name') ?? text, profile: fields.get('profile') };
}

function seccompProfileOf(options: Items<SecurityFeature>): Known<string | undefined> {
  const seccomp = knownOf(options).find(({ name }) => name === 'seccomp');
  if (seccomp !== undefined) return known(seccomp.profile ?? 'default');
  return options.find((option) => !option.known) ?? known(undefined);
}

/** Old engines do not say it, so that silence means nothing. */
function noNewPrivilegesOf(said: Known<boolean>, daemon: EngineResponse | undefined): Known<boolean> {
  if (!said.known || said.value) return said;
  return (
    daemon?.treatMissingAsUnset('no-new-privileges').isOn('no-new-privileges') ??
    unknown('not every engine says that it has no-new-privileges')
  );
}

function versionsOf({ info, version }: Engine): HostVersions {
  const component = (name: string): Known<string | undefined> => {
    const components = version.parts('Components');
    const found = knownOf(components).find((part) => {
      const text = part.text('Name');
      return text.known && text.value === name;
    });
    return found?.text('Version') ?? components.find((part) => !part.known) ?? unknown(`the engine does not name its ${name}`);
  };
  return {
    engine: version.text('Version'),
    containerd: component('containerd'),
    runc: component('runc'),
    kernel: info.text('KernelVersion'),
    system: info.text('OperatingSystem'),
  };
}

function insecureRegistriesOf(config: EngineResponse): Items<string> {
  const indexes = mapItems(config.keys('IndexConfigs'), (name) => {
    const secure = config.part('IndexConfigs').part(name).flag('Secure');
    return secure.known && secure.value === true ? [] : secure.known ? [known(name)] : [secure];
  });
  return [...config.texts('InsecureRegistryCIDRs'), ...indexes];
}

function defaultBridgeIcc(networks: readonly NetworkFacts[]): Known<boolean> {
  const bridge = networks.find(({ name }) => name.known && name.value === 'bridge');
  if (bridge === undefined) return unknown('the engine has no network bridge');
  // The driver lets containers talk unless it is configured not to.
  return mapKnown(valueOf(bridge.options, 'com.docker.network.bridge.enable_icc'), (value) => value !== 'false');
}

const NANOSECONDS_A_DAY = 86_400e9;

function swarmOf({ info, swarm }: Engine): Known<SwarmFacts | undefined> {
  const member = info.part('Swarm');
  const state = member.text('LocalNodeState');
  if (!state.known) return state;
  if (state.value === undefined || state.value === 'inactive') return known(undefined);
  const unread = unknown('only a manager of the swarm tells it');
  const spec = swarm?.part('Spec');
  return known({
    isManager: member.isOn('ControlAvailable'),
    managers: member.treatMissingAsUnset('Managers').limit('Managers'),
    autoLock: spec?.part('EncryptionConfig').isOn('AutoLockManagers') ?? unread,
    listenAddress: unknown('no answer of the engine tells it'),
    certificateDays: mapKnown(spec?.part('CAConfig').number('NodeCertExpiry') ?? unread, (span) =>
      span === undefined ? undefined : span / NANOSECONDS_A_DAY,
    ),
  });
}

const UNREAD = unknown('nobody read the settings of the engine');
const DAEMON_UNREAD: DaemonFacts = {
  hosts: [UNREAD],
  tlsVerify: UNREAD,
  iptables: UNREAD,
  userlandProxy: UNREAD,
  logLevel: UNREAD,
  defaultUlimits: [UNREAD],
};

/** Settings by the names of `daemon.json`: a name that is not there has the engine's own default. */
function daemonOf(reading: EngineResponse): DaemonFacts {
  const names = ['hosts', 'tlsverify', 'iptables', 'userland-proxy', 'log-level', 'default-ulimits'];
  const daemon = reading.treatMissingAsUnset(...names);
  const isNotOff = (name: string): Known<boolean> => mapKnown(daemon.flag(name), (flag) => flag ?? true);
  return {
    hosts: daemon.texts('hosts'),
    tlsVerify: daemon.isOn('tlsverify'),
    iptables: isNotOff('iptables'),
    userlandProxy: isNotOff('userland-proxy'),
    logLevel: daemon.text('log-level'),
    defaultUlimits: daemon.keys('default-ulimits'),
  };
}

function systemOf(host: EngineResponse | undefined): SystemFacts {
  const reading = host ?? EngineResponse.of('the reading of the host', {});
  const isSo = (name: string): Known<boolean> => mapKnown(reading.flag(name), (flag) => flag ?? false);
  return {
    files: mapItems(reading.parts('files'), (file) =>
      known({
        path: file.identifier('path'),
        owner: file.required('owner'),
        group: file.required('group'),
        mode: file.requiredNumber('mode'),
      }),
    ),
    dockerGroup: reading.texts('dockerGroup'),
    watchable: reading.texts('watchable'),
    watched: reading.texts('watched'),
    dataOnOwnPartition: isSo('dataOnOwnPartition'),
    bridgeGuarded: isSo('bridgeGuarded'),
    routedDropped: isSo('routedDropped'),
  };
}
