import { isDeepStrictEqual } from 'node:util';
import type { ContainerFacts, Mount, Port, Tmpfs } from '../../../facts/container-facts';
import { known, knownOf, mapItems, mapKnown, unknown, type Entry, type Items, type Known } from '../../../facts/known';
import { groupBy } from '../../../group-by';
import { hostPath } from '../../../normalise/host-path';
import type { SecurityOption } from '../../../normalise/security-option';
import { assignments, map, set, type Assignment, type Field, type Pair } from './compare';
import { redacted, parsed } from './redact';

const entries = (items: Items<Entry>): Items<Assignment> => assignments(items, ({ name, value }) => ({ name: known(name), value }));

/** Fields with several values. */
export const LIST_FIELDS: readonly Field[] = [
  set({ attribute: 'group_add', rule: 'SDG-05.3', of: ({ groups }) => groups }),
  set({ attribute: 'capabilities.add', rule: 'SDG-14.2', of: ({ capabilities }) => capabilities.add }),
  set({ attribute: 'capabilities.drop', rule: 'SDG-14.1', of: ({ capabilities }) => capabilities.drop }),
  set({ attribute: 'volumes.from_container', rule: 'SDG-15.5', of: ({ volumesFrom }) => volumesFrom }),
  set({ attribute: 'gpus', rule: 'SDG-08.4', of: ({ gpus }) => mapItems(gpus, (gpu) => known(gpu === '-1' ? 'all' : gpu)) }),
  set({ attribute: 'device_cgroup_rules', rule: 'SDG-08.1', of: ({ engine }) => engine.deviceRules }),
  set({ attribute: 'networks_advanced', rule: 'SDG-15.3', of: joinedNetworks }),
  set({ attribute: 'ports', rule: 'SDG-02.5', of: ({ ports }) => mapItems(ports, portText) }),
  map({
    attribute: 'devices',
    rule: 'SDG-08.1',
    of: ({ devices }) =>
      assignments(devices, ({ path, permissions }) => ({ name: path, value: mapKnown(permissions, (rights) => rights ?? 'rwm') })),
  }),
  map({
    attribute: 'security_opts',
    rule: (name) => SECURITY_RULES.get(name) ?? 'SDG-17.1',
    of: ({ securityOptions }) => together(securityOptions),
    allowed: ({ live }) => (isUnlabelled(live) ? [known(['label', known('disable')] as const)] : []),
    isSame: (_, one, other) => one === other || isDeepStrictEqual(parsed(one), parsed(other)),
    show: (name, value) => `${name}=${value.startsWith('{') ? redacted(value) : value}`,
  }),
  map({
    attribute: 'mounts',
    rule: (_, source) => (source.startsWith('/') ? 'SDG-10.1' : 'SDG-15.4'),
    of: ({ mounts }) => mapItems(mounts, mountAssignment),
    allowed: unnamedMounts,
    show: (target, source) => `${source} at ${target}`,
  }),
  map({
    attribute: 'tmpfs',
    rule: 'SDG-06.7',
    of: ({ tmpfs }) => assignments(tmpfs, ({ path, ...options }) => ({ name: mapKnown(path, hostPath), value: tmpfsText(options) })),
    show: (path, options) => `${path}: ${options}`,
  }),
  map({
    attribute: 'ulimit',
    rule: 'SDG-06.5',
    of: ({ ulimits }) => assignments(ulimits, ({ name, hard }) => ({ name, value: mapKnown(hard, String) })),
    // The engine adds its own.
    ignoresMore: true,
  }),
  map({ attribute: 'sysctls', rule: 'SDG-10.8', of: ({ sysctls }) => entries(sysctls) }),
  map({
    attribute: 'log_opts',
    rule: 'SDG-03.2',
    of: ({ logOptions }) => entries(logOptions),
    // The engine adds its own.
    ignoresMore: true,
    show: (name, value) => `${name}=${/^max-(file|size)$/.test(name) ? value : redacted(value)}`,
  }),
  map({
    attribute: 'labels',
    rule: 'SDG-17.1',
    of: ({ labels }) => entries(labels),
    allowed: ({ baseline }) => entries(baseline.labels),
    show: (name, value) => `${name}=${name.startsWith('appengine.') ? value : redacted(value)}`,
  }),
  map({
    attribute: 'env',
    rule: 'SDG-09.6',
    of: ({ environment }) => assignments(environment, (variable) => variable),
    allowed: ({ baseline }) =>
      mapItems(baseline.environment, (line) => {
        const name = line.split('=')[0] ?? '';
        return known([name, known(line.slice(name.length + 1))] as const);
      }),
    show: (name, value) => `${name}=${redacted(value)}`,
  }),
];

const SECURITY_RULES: ReadonlyMap<string, string> = new Map([
  ['apparmor', 'SDG-04.1'],
  ['label', 'SDG-04.2'],
  ['no-new-privileges', 'SDG-05.4'],
  ['seccomp', 'SDG-13.1'],
  ['systempaths', 'SDG-10.5'],
  ['writable-cgroups', 'SDG-10.5'],
]);

/** Several options of one key, such as `label`, as one. A client turns `systempaths` into lists of paths, so that no engine has it. */
function together(options: Items<SecurityOption>): Items<Assignment> {
  const untold = options.flatMap((option) => (option.known ? [] : [option]));
  const keys = [...groupBy(knownOf(options), ({ key }) => (key === 'systempaths' ? [] : [key]))];
  return [
    ...untold,
    ...keys.map(([key, group]) => {
      const values = group.map(({ value }) => value).sort();
      return known([key, known(values.join(', '))] as const);
    }),
  ];
}

/** The engine removes the SELinux label of containers that share processes or memory with the host. */
function isUnlabelled({ privileged, pidMode, ipcMode }: ContainerFacts): boolean {
  return (privileged.known && privileged.value) || [pidMode, ipcMode].some((mode) => mode.known && mode.value === 'host');
}

const ANY = unknown('a volume of its own');

/** Mounts that no declaration names: volumes that the image asks for, volumes without a name, and all that come from another container. */
function unnamedMounts({ baseline, declared, live }: Pair): Items<Assignment> {
  const takesOver = declared.volumesFrom.length > 0;
  const isUnnamed = ({ source }: Mount): boolean => takesOver || (source.known && /^[0-9a-f]{64}$/.test(source.value ?? ''));
  const targets = mapItems(live.mounts, (mount) =>
    isUnnamed(mount) && mount.target.known ? known(hostPath(mount.target.value ?? '')) : [],
  );
  return mapItems([...targets, ...baseline.volumes], (target) => known([target, ANY] as const));
}

/** Networks it is in, whichever argument says so. */
function joinedNetworks({ networks, networkMode }: ContainerFacts): Items<string> {
  if (!networkMode.known) return [...networks, networkMode];
  const mode = networkMode.value ?? 'bridge';
  if (mode.startsWith('container:')) return networks;
  const isDefault = ['bridge', 'host', 'none'].includes(mode);
  return networks.length > 0 && isDefault ? networks : [...networks, known(mode)];
}

/** Without an address it is every address of the host, without a port one of the engine's choice. */
function portText({ internal, external, address }: Port): Known<string> {
  if (!internal.known) return internal;
  if (!external.known) return external;
  if (!address.known) return address;
  return known(`${address.value ?? '0.0.0.0'}:${external.value === undefined ? 'any' : String(external.value)}->${String(internal.value)}`);
}

/** A file system in memory is compared as such. */
function mountAssignment({ type, source, target, readOnly, propagation }: Mount): Items<Assignment> {
  if (type.known && type.value === 'tmpfs') return [];
  if (!target.known) return [target];
  const parts = [source, mapKnown(readOnly, (only) => (only ? 'read-only' : undefined)), mapKnown(propagation, shared)];
  const value =
    parts.find((part) => !part.known) ??
    known(
      parts
        .flatMap((part) => (part.known ? [part.value ?? []] : []))
        .flat()
        .join(', '),
    );
  return [known([hostPath(target.value ?? ''), value] as const)];
}

/** Mounts are private unless they are configured otherwise. */
function shared(propagation: string | undefined): string | undefined {
  return propagation === 'private' || propagation === 'rprivate' ? undefined : propagation;
}

function tmpfsText({ bytes, flags }: Omit<Tmpfs, 'path'>): Known<string> {
  if (!bytes.known) return bytes;
  return mapKnown(flags, (names) =>
    [bytes.value === undefined ? 'no size' : `${String(bytes.value)} bytes`, ...[...names].sort()].join(', '),
  );
}
