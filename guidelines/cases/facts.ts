import type { ContainerFacts, EngineSettings } from '../facts/container-facts';
import type { DaemonFacts, HostFacts, HostFile, HostVersions, SwarmFacts, SystemFacts } from '../facts/host-facts';
import type { ImageContent, ImageFacts } from '../facts/image-facts';
import type { Facts, FactsOf } from '../facts';
import { known, unknown, type Known } from '../facts/known';
import type { NetworkFacts } from '../facts/network-facts';
import type { VolumeFacts } from '../facts/volume-facts';
import { imageReference } from '../normalise/image-reference';
import { securityOption } from '../normalise/security-option';
import { factsOfTerraformJson } from '../surfaces/synth';
import { configuration } from './configuration';

/** A value that could not be read. */
export const UNREAD = unknown('not read');

/** The one resource of a good configuration. */
function good<K extends 'container' | 'image' | 'network' | 'volume'>(kind: K): FactsOf<K> {
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

/** A named volume with options of its driver. */
export function volume(options: Readonly<Record<string, Known<string>>> = {}): VolumeFacts {
  return { ...good('volume'), options: Object.entries(options).map(([name, value]) => known({ name, value })) };
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

/** Changes of a case to a host. */
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
    memory: known(4096),
    cores: known(4),
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

/** Of a container that never runs. */
export const NEVER_STARTED_FACTS: Partial<ContainerFacts> = { starts: known(false) };

/** Security options as an engine has them. */
export function securityOptionFacts(...texts: readonly string[]): Pick<ContainerFacts, 'securityOptions'> {
  return { securityOptions: texts.map((text) => known(securityOption(text))) };
}

/** An option of a network, beside another one. */
export function networkOption(name: string, value: string): Pick<NetworkFacts, 'options'> {
  return { options: [known({ name: 'other', value: known('x') }), known({ name, value: known(value) })] };
}

/** One of several containers. */
export function namedContainer(name: string, changes: Partial<ContainerFacts>): ContainerFacts {
  return container({ address: name, path: name, ...changes });
}

/** One of several containers, with the trust level of its label. */
export function trustedContainer(name: string, trust: string | undefined, more: Partial<ContainerFacts> = {}): ContainerFacts {
  return namedContainer(name, { trust: known(trust), ...more });
}

/** An image that the engine does not have yet. */
export function imageWithoutContent(): Facts {
  const { content, ...pulled } = image();
  return content === undefined ? image() : pulled;
}

/** A host, and nothing else. */
export function onHost(changes: HostChanges): readonly Facts[] {
  return [host(changes)];
}

/** A file of the host. @param mode permission bits, such as `0o660` */
export function hostFile(path: string, owner: string, group: string, mode: number): HostFile {
  return { path, owner: known(owner), group: known(group), mode: known(mode) };
}

/** A host with those of the engine's files. */
export function hostFiles(...some: readonly HostFile[]): readonly Facts[] {
  return onHost({ system: { files: some.map(known) } });
}

/** A good manager of a swarm. */
export const SWARM_MANAGER: SwarmFacts = {
  isManager: known(true),
  managers: known(3),
  autoLock: known(true),
  listenAddress: known('10.0.0.1:2377'),
  certificateDays: known(90),
};

/** A host that is a manager of a swarm. */
export function swarm(changes: Partial<SwarmFacts>): readonly Facts[] {
  return onHost({ swarm: known({ ...SWARM_MANAGER, ...changes }) });
}
