import type { ContainerFacts, EngineSettings, Ulimit, Upload, Variable } from '../facts/container-facts';
import { known, mapItems, mapKnown, unknown, valueOf, type Entry, type Items, type Known } from '../facts/known';
import type { VolumeFacts } from '../facts/volume-facts';
import { capabilityName } from '../normalise/capability';
import { hostPath } from '../normalise/host-path';
import { imageReference } from '../normalise/image-reference';
import { canonical, userReference } from '../normalise/user';
import { isExpression, type Block } from './block';
import { isGiven, isNotOff, isOn, required, securityOptions } from './block-values';
import { hostPathsOf, mountsOf, tmpfsOf } from './read-mounts';
import type { Declaration } from './terraform-json';

export function containerFacts({ address, path, block }: Declaration, volumes: readonly VolumeFacts[]): ContainerFacts {
  const labels = labelsOf(block);
  const mounts = mountsOf(block);
  return {
    kind: 'container',
    address,
    path,
    name: block.text('name'),
    ...providerOf(block),
    tenant: valueOf(labels, 'appengine.tenant'),
    role: valueOf(labels, 'appengine.role'),
    ...life(block, labels),
    image: mapKnown(required(block, 'image'), imageReference),
    command: [...block.texts('entrypoint'), ...block.texts('command')],
    environment: environmentOf(block),
    labels,
    ...privileges(block),
    ...limits(block),
    readOnly: isOn(block, 'read_only'),
    mounts,
    hostPaths: hostPathsOf(mounts, volumes),
    volumesFrom: mapItems(block.blocks('volumes'), (volume) =>
      isGiven(volume, 'from_container') ? required(volume, 'from_container') : [],
    ),
    tmpfs: tmpfsOf(block),
    uploads: uploadsOf(block),
    workingDirectory: block.text('working_dir'),
    logDriver: block.text('log_driver'),
    logOptions: block.entries('log_opts'),
    ...networking(block),
    trust: valueOf(labels, 'appengine.trust'),
    engine: NOT_EXPRESSIBLE,
    declared: known(true),
    drift: [],
  };
}

/** The provider has no argument for these, so no configuration sets them. */
const NOT_EXPRESSIBLE: EngineSettings = {
  pids: known(undefined),
  maskedPaths: known(undefined),
  readOnlyPaths: known(undefined),
  utsMode: known(undefined),
  oomKillDisabled: known(false),
  oomScore: known(undefined),
  deviceRules: [],
  appArmorProfile: known(undefined),
};

type Part<K extends keyof ContainerFacts> = Pick<ContainerFacts, K>;

/** Written as `docker.pool`, or left out for the provider without an alias. */
function providerOf(block: Block): Part<'provider'> {
  const provider = block.text('provider');
  const name = provider.known ? provider.value : provider.expression;
  return name === undefined || name === 'docker' ? {} : { provider: name };
}

/** One that the health gate starts says so by a label: to Terraform it looks like one that never starts. */
function life(
  block: Block,
  labels: Items<Entry>,
): Part<'autoRemove' | 'healthCommand' | 'healthTest' | 'init' | 'maxRetries' | 'restart' | 'starts' | 'isLongRunning'> {
  const gate = valueOf(labels, 'appengine.gate');
  const isGated = gate.known && gate.value !== undefined;
  const starts = isGated ? known(true) : isNotOff(block, 'start');
  const mustRun = isGated ? known(gate.value !== 'done') : isNotOff(block, 'must_run');
  const [health] = block.blocks('healthcheck');
  const test = health === undefined ? [] : mapItems([health], (check) => check.texts('test'));
  return {
    starts,
    isLongRunning: starts.known && !starts.value ? starts : mustRun,
    autoRemove: isOn(block, 'rm'),
    restart: block.text('restart'),
    maxRetries: block.number('max_retry_count'),
    init: block.flag('init'),
    healthTest: firstOf(test),
    healthCommand: test,
  };
}

function privileges(block: Block): Part<'capabilities' | 'devices' | 'gpus' | 'groups' | 'privileged' | 'securityOptions' | 'user'> {
  const capabilities = (name: string): Items<string> =>
    mapItems(block.blocks('capabilities'), (set) => mapItems(set.texts(name), (text) => known(capabilityName(text))));
  return {
    user: mapKnown(block.text('user'), (text) => (text === undefined ? undefined : userReference(text))),
    groups: mapItems(block.texts('group_add'), (group) => known(canonical(group.trim()))),
    privileged: isOn(block, 'privileged'),
    capabilities: { add: capabilities('add'), drop: capabilities('drop') },
    securityOptions: securityOptions(block, 'security_opts'),
    devices: mapItems(block.blocks('devices'), (device) =>
      known({ path: mapKnown(required(device, 'host_path'), hostPath), permissions: device.text('permissions') }),
    ),
    gpus: [...(block.has('gpus') ? [required(block, 'gpus')] : []), ...mapItems(block.blocks('device_requests'), requestedGpus)],
  };
}

/** A number, or ids. A plan has none of both where ids are given. */
function requestedGpus(request: Block): Items<string> {
  const count = request.text('count');
  return count.known && (count.value ?? '0') === '0' ? request.texts('device_ids') : [required(request, 'count')];
}

function limits(block: Block): Part<'cgroupParent' | 'cpu' | 'memory' | 'memorySwap' | 'sharedMemory' | 'ulimits'> {
  return {
    memory: block.number('memory'),
    memorySwap: block.number('memory_swap'),
    sharedMemory: block.number('shm_size'),
    cpu: {
      shares: block.number('cpu_shares'),
      quota: block.number('cpu_quota'),
      period: block.number('cpu_period'),
      cores: block.number('cpus'),
    },
    ulimits: mapItems(block.blocks('ulimit'), (limit): Known<Ulimit> =>
      known({ name: required(limit, 'name'), hard: limit.number('hard') }),
    ),
    cgroupParent: block.text('cgroup_parent'),
  };
}

function networking(
  block: Block,
): Part<
  | 'cgroupNamespace'
  | 'ipcMode'
  | 'networkMode'
  | 'networks'
  | 'pidMode'
  | 'ports'
  | 'publishAllPorts'
  | 'runtime'
  | 'sysctls'
  | 'usernsMode'
> {
  return {
    ports: mapItems(block.blocks('ports'), (port) =>
      known({ internal: port.number('internal'), external: port.number('external'), address: port.text('ip') }),
    ),
    publishAllPorts: isOn(block, 'publish_all_ports'),
    networkMode: block.text('network_mode'),
    networks: mapItems(block.blocks('networks_advanced'), (network) => [required(network, 'name')]),
    sysctls: block.entries('sysctls'),
    pidMode: block.text('pid_mode'),
    ipcMode: block.text('ipc_mode'),
    usernsMode: block.text('userns_mode'),
    cgroupNamespace: block.text('cgroupns_mode'),
    runtime: block.text('runtime'),
  };
}

function labelsOf(block: Block): Items<Entry> {
  return mapItems(block.blocks('labels'), (label) => {
    const name = required(label, 'label');
    return name.known ? known({ name: name.value, value: required(label, 'value') }) : name;
  });
}

/** Files of which the configuration has the text. Of one with a `source`, the state has no more than a hash. */
function uploadsOf(block: Block): Items<Upload> {
  return mapItems(block.blocks('upload'), (upload) => {
    const path = required(upload, 'file');
    if (isGiven(upload, 'content')) return known({ path, content: required(upload, 'content') });
    if (!isGiven(upload, 'content_base64')) return [];
    const content = mapKnown(required(upload, 'content_base64'), (text) => Buffer.from(text, 'base64').toString('utf8'));
    return known({ path, content });
  });
}

/** Even of an expression the name before the first `=` may be known. */
function environmentOf(block: Block): Items<Variable> {
  return block.texts('env').map((line) => {
    const text = line.known ? line.value : line.expression;
    const name = text.split('=')[0] ?? '';
    if (isExpression(name)) return unknown(text);
    const value = text.slice(name.length + 1);
    return known({ name: known(name), value: line.known ? known(value) : unknown(value) });
  });
}

function firstOf(items: Items<string>): Known<string | undefined> {
  return items[0] ?? known(undefined);
}
