import { judge, known, unknown, type ContainerFacts, type Facts, type FactsOf, type HostFacts, type ImageFacts } from '../../../guidelines';
import type {
  DaemonFacts,
  EngineSettings,
  HostVersions,
  ImageContent,
  Judgement,
  NetworkFacts,
  Report,
  SystemFacts,
} from '../../../guidelines';
import { imageReference } from '../../../guidelines/normalise/image-reference';
import { factsOfTerraformJson } from '../../../guidelines/surfaces/synth';
import { configuration, TODAY } from './terraform';

/** Something that nobody read. */
export const UNREAD = unknown('not read');

/** The one resource of a good configuration. */
function good<K extends 'container' | 'image' | 'network'>(kind: K): FactsOf<K> {
  const isSuch = (facts: Facts): facts is FactsOf<K> => facts.kind === kind;
  const found = factsOfTerraformJson(configuration(`docker_${kind}`, {})).find(isSuch);
  if (found === undefined) throw new Error(`no good ${kind}`);
  return found;
}

const SETTINGS: EngineSettings = {
  pids: known(64),
  maskedPaths: known(undefined),
  readOnlyPaths: known(undefined),
  utsMode: known(undefined),
  oomKillDisabled: known(false),
  oomScore: known(undefined),
  deviceRules: [],
  appArmorProfile: known('docker-default'),
};

/** A container without a finding, as an engine has it. */
export function container(changes: Partial<ContainerFacts> = {}, settings: Partial<EngineSettings> = {}): ContainerFacts {
  return { ...good('container'), engine: { ...SETTINGS, ...settings }, ...changes };
}

const CONTENT: ImageContent = {
  created: known('2026-12-01'),
  digests: [known(`sha256:${'a'.repeat(64)}`)],
  isDangling: known(false),
  setuidFiles: [],
  history: [known('/bin/sh -c #(nop)  CMD ["nginx"]')],
};

/** An image without a finding, as an engine has it. */
export function image(content: Partial<ImageContent> = {}, name?: string): ImageFacts {
  const facts = good('image');
  return { ...facts, content: { ...CONTENT, ...content }, reference: name === undefined ? facts.reference : known(imageReference(name)) };
}

/** A bridge network. */
export function network(changes: Partial<NetworkFacts> = {}): NetworkFacts {
  return { ...good('network'), driver: known('bridge'), options: [], internal: known(true), ...changes };
}

const DAEMON: DaemonFacts = {
  hosts: [known('unix:///run/docker.sock')],
  tlsVerify: known(false),
  iptables: known(true),
  userlandProxy: known(false),
  logLevel: known(undefined),
  defaultUlimits: [known('nofile')],
};

const SYSTEM: SystemFacts = {
  files: [{ known: true, value: { path: '/run/docker.sock', owner: known('root'), group: known('docker'), mode: known(0o660) } }],
  dockerGroup: [],
  watchable: [known('/etc/docker'), known('/usr/bin/dockerd')],
  watched: [known('/etc/docker'), known('/usr/bin')],
  dataOnOwnPartition: known(true),
  bridgeGuarded: known(true),
  routedDropped: known(true),
};

const VERSIONS: HostVersions = {
  engine: known('29.9.0'),
  containerd: known('v2.3.6'),
  runc: known('1.5.2'),
  kernel: known('6.18.44-cloud'),
  system: known('Debian GNU/Linux 13 (trixie)'),
};

/** What a test changes about a host. */
export interface HostChanges extends Omit<Partial<HostFacts>, 'daemon' | 'system' | 'versions'> {
  readonly daemon?: Partial<DaemonFacts>;
  readonly system?: Partial<SystemFacts>;
  readonly versions?: Partial<HostVersions>;
}

/** A host without a finding. */
export function host({ daemon, system, versions, ...changes }: HostChanges = {}): HostFacts {
  return {
    kind: 'host',
    address: 'host',
    path: 'host',
    versions: { ...VERSIONS, ...versions },
    warnings: [],
    appArmor: known(true),
    seLinux: known(false),
    seccompProfile: known('builtin'),
    userNamespaces: known(true),
    rootless: known(false),
    noNewPrivileges: known(false),
    cgroupVersion: known('2'),
    storageDriver: known('overlay2'),
    logDriver: known('local'),
    liveRestore: known(true),
    experimental: known(false),
    debug: known(false),
    insecureRegistries: [],
    runtimes: [known('runc')],
    defaultRuntime: known('runc'),
    defaultBridgeIcc: known(false),
    swarm: known(undefined),
    daemon: { ...DAEMON, ...daemon },
    system: { ...SYSTEM, ...system },
    ...changes,
  };
}

/** What an engine has, judged. */
export function reportOnEngine(facts: readonly Facts[], judgement: Partial<Judgement> = {}): Report {
  return judge(facts, { surface: 'live', today: TODAY, ...judgement });
}
