import type { ContainerFacts, Device, EngineSettings, Port, Ulimit, Variable } from '../../facts/container-facts';
import { allKnown, known, mapItems, mapKnown, unknown, valueOf, type Entry, type Items, type Known } from '../../facts/known';
import type { VolumeFacts } from '../../facts/volume-facts';
import { capabilityName } from '../../normalise/capability';
import { hostPath } from '../../normalise/host-path';
import { imageReference } from '../../normalise/image-reference';
import { securityOption } from '../../normalise/security-option';
import { canonical, userReference } from '../../normalise/user';
import type { EngineResponse } from './engine-response';
import type { Declarations } from './declarations';
import { readLifecycle } from './read-lifecycle';
import { hostPathsBehind, mountsOf, tmpfsOf } from './read-mounts';
import { nameOf, type Names } from './names';
import { networkingOf } from './read-networking';

/** Names behind the identifiers in a container's response. */
export interface Neighbours {
  readonly volumes: readonly VolumeFacts[];
  readonly containers: Names;
  readonly networks: Names;
}

/** A container as it is, in the spelling of those that are declared. @throws AppEngineError EngineAnswerInvalid */
export function containerFacts(container: EngineResponse, neighbours: Neighbours, declarations: Declarations): ContainerFacts {
  const name = nameOf(container);
  // Fields that Go leaves out of the JSON where they are empty; all others are there, or the engine does not know them.
  const config = container.part('Config').treatMissingAsUnset('Healthcheck');
  const host = container.part('HostConfig').treatMissingAsUnset('Init', 'Sysctls');
  const labels = config.entries('Labels');
  const declared = declarations.containers.get(name);
  const mounts = mountsOf(container);
  return {
    kind: 'container',
    ...declarations.identify('container', name),
    name: known(name),
    ...ownershipOf(labels, declared),
    ...readLifecycle(container, declared),
    autoRemove: host.isOn('AutoRemove'),
    image: mapKnown(config.required('Image'), imageReference),
    command: [...config.texts('Entrypoint'), ...config.texts('Cmd')],
    environment: mapItems(config.texts('Env'), variable),
    labels,
    ...privileges(config, host),
    ...limits(host),
    readOnly: host.isOn('ReadonlyRootfs'),
    mounts,
    hostPaths: hostPathsBehind(mounts, neighbours.volumes),
    volumesFrom: mapItems(host.texts('VolumesFrom'), (source) => known(neighbours.containers.of(source.replace(/:[^:]*$/, '')))),
    tmpfs: tmpfsOf(container),
    workingDirectory: config.text('WorkingDir'),
    ...logging(host),
    init: host.flag('Init'),
    healthTest: healthTestOf(config),
    healthCommand: healthCommandOf(config),
    uploads: [],
    ...networkingOf(container, neighbours),
    ports: mapItems(host.partsByName('PortBindings'), ([port, bindings]) => bindings.map((binding) => known(portOf(port, binding)))),
    publishAllPorts: host.isOn('PublishAllPorts'),
    sysctls: host.entries('Sysctls'),
    engine: settings(container, host),
    declared: declarations.has(name),
    drift: [],
  };
}

/** Labels are claims, and an image adds its own: whose a container is, and what for, its declaration knows better. */
function ownershipOf(labels: Items<Entry>, declared: ContainerFacts | undefined): Part<'role' | 'tenant' | 'trust'> {
  return {
    tenant: declared?.tenant ?? valueOf(labels, 'appengine.tenant'),
    role: declared?.role ?? valueOf(labels, 'appengine.role'),
    trust: declared?.trust ?? valueOf(labels, 'appengine.trust'),
  };
}

type Part<K extends keyof ContainerFacts> = Pick<ContainerFacts, K>;

function privileges(
  config: EngineResponse,
  host: EngineResponse,
): Part<'capabilities' | 'devices' | 'gpus' | 'groups' | 'privileged' | 'securityOptions' | 'user'> {
  const capabilities = (name: string): Items<string> => mapItems(host.texts(name), (text) => known(capabilityName(text)));
  return {
    user: mapKnown(config.text('User'), (text) => (text === undefined ? undefined : userReference(text))),
    groups: mapItems(host.texts('GroupAdd'), (group) => known(canonical(group.trim()))),
    privileged: host.isOn('Privileged'),
    capabilities: { add: capabilities('CapAdd'), drop: capabilities('CapDrop') },
    securityOptions: mapItems(host.texts('SecurityOpt'), (text) => known(securityOption(text))),
    devices: mapItems(host.parts('Devices'), (device): Known<Device> =>
      known({ path: mapKnown(device.required('PathOnHost'), hostPath), permissions: device.text('CgroupPermissions') }),
    ),
    gpus: mapItems(host.parts('DeviceRequests'), gpusOf),
  };
}

/** Ids where there are some, else a number; -1 is how a client asks for all. */
function gpusOf(request: EngineResponse): Items<string> {
  const ids = request.texts('DeviceIDs');
  if (ids.length > 0) return ids;
  return [mapKnown(request.number('Count'), (count) => (count === -1 ? 'all' : String(count ?? 0)))];
}

const MEBIBYTE = 1024 ** 2;

function limits(host: EngineResponse): Part<'cgroupParent' | 'cpu' | 'memory' | 'memorySwap' | 'sharedMemory' | 'ulimits'> {
  // Terraform counts memory in MiB; -1 is "no limit" in both.
  const mebibytes = (name: string): Known<number | undefined> =>
    mapKnown(host.limit(name), (bytes) => (bytes === undefined || bytes < 0 ? bytes : bytes / MEBIBYTE));
  return {
    memory: mebibytes('Memory'),
    memorySwap: mebibytes('MemorySwap'),
    sharedMemory: mebibytes('ShmSize'),
    cpu: {
      shares: host.limit('CpuShares'),
      quota: host.limit('CpuQuota'),
      period: host.limit('CpuPeriod'),
      cores: mapKnown(host.limit('NanoCpus'), (nano) => (nano === undefined ? undefined : nano / 1e9)),
    },
    ulimits: mapItems(host.parts('Ulimits'), (limit): Known<Ulimit> => known({ name: limit.required('Name'), hard: limit.number('Hard') })),
    cgroupParent: host.text('CgroupParent'),
  };
}

function logging(host: EngineResponse): Part<'logDriver' | 'logOptions'> {
  const log = host.part('LogConfig');
  return { logDriver: log.text('Type'), logOptions: log.entries('Config') };
}

/** The engine took over what the image has: where it names none, there is none. */
function healthTestOf(config: EngineResponse): Known<string | undefined> {
  const health = config.optional('Healthcheck');
  if (!health.known) return health;
  return health.value?.treatMissingAsUnset('Test').texts('Test')[0] ?? known('NONE');
}

function healthCommandOf(config: EngineResponse): Items<string> {
  return mapItems([config.optional('Healthcheck')], (health) => health?.treatMissingAsUnset('Test').texts('Test') ?? []);
}

/** `8080/tcp`, and where it is bound to on the host. */
function portOf(port: string, binding: EngineResponse): Port {
  const external = mapKnown(binding.text('HostPort'), (text) => (text === undefined || text === '0' ? undefined : Number(text)));
  return {
    internal: wholeNumber(Number(port.split('/')[0]), port),
    external: external.known && external.value !== undefined ? wholeNumber(external.value, `a port of the range for ${port}`) : external,
    address: binding.text('HostIp'),
  };
}

function wholeNumber(value: number, text: string): Known<number> {
  return Number.isInteger(value) ? known(value) : unknown(text);
}

function settings(container: EngineResponse, host: EngineResponse): EngineSettings {
  return {
    pids: mapKnown(host.limit('PidsLimit'), (limit) => (limit !== undefined && limit < 0 ? undefined : limit)),
    // The engine writes its own lists into every container but the privileged ones, which have none.
    maskedPaths: allKnown(host.texts('MaskedPaths')),
    readOnlyPaths: allKnown(host.texts('ReadonlyPaths')),
    utsMode: host.text('UTSMode'),
    oomKillDisabled: host.isOn('OomKillDisable'),
    oomScore: host.limit('OomScoreAdj'),
    deviceRules: host.texts('DeviceCgroupRules'),
    appArmorProfile: container.text('AppArmorProfile'),
  };
}

function variable(line: string): Known<Variable> {
  const name = line.split('=')[0] ?? '';
  return known({ name: known(name), value: known(line.slice(name.length + 1)) });
}
