import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { DANGEROUS_SYSCALLS } from '../../../guidelines/dangerous-syscalls';
import type { ContainerFacts, Device, Mount, Port, Tmpfs } from '../../../guidelines/facts/container-facts';
import { known, knownOf, mapItems, mapKnown, type Items, type Known } from '../../../guidelines/facts/known';
import { denies, permits, seccompProfile } from '../../../guidelines/normalise/seccomp-profile';
import { isTrue } from '../../../guidelines/normalise/security-option';
import type { UserReference } from '../../../guidelines/normalise/user';
import type { Grant } from './grant';
import { each, given, plain, setting } from './grants-at';
import { imageText, isPinned } from './image-text';
import { limitGrants } from './limit-grants';
import { placeOf } from './place';

const NO_VOLUMES: readonly (string | undefined)[] = ['bind', 'tmpfs'];
/** Names of profiles that mean the engine's own. */
const ENGINES_OWN: readonly (string | undefined)[] = [undefined, '', 'builtin', 'default'];
/** Of names of generated volumes and images: other content, other name. */
const CONTENT_HASH = /-[0-9a-f]{8,16}$/;

/** All that a container is given. */
export function containerGrants(container: ContainerFacts): readonly Grant[] {
  const where = placeOf(container.path);
  return [
    ...privilegeGrants(container, where),
    ...seccompGrants(container, where),
    ...fileGrants(container, where),
    ...networkGrants(container, where),
    ...limitGrants(container, where),
    setting(
      { kind: 'trust', where, guideline: 'SDG-15' },
      given(container.trust),
      (level) => level ?? 'none',
      () => 0,
    ),
    setting({ kind: 'runtime', where, guideline: 'SDG-16' }, given(container.runtime), (name) => name ?? 'default', sandboxLevel),
    setting(
      { kind: 'log', where, guideline: 'SDG-03' },
      given(container.logDriver),
      (name) => name ?? 'default',
      (name) => (name === 'none' ? 1 : 0),
    ),
    {
      kind: 'image',
      where,
      key: '',
      guideline: 'SDG-01',
      having: 'changed',
      text: mapKnown(container.image, imageText),
      level: pinLevel(container),
    },
  ];
}

function privilegeGrants(container: ContainerFacts, where: string): readonly Grant[] {
  const { user, groups, privileged, capabilities, devices, gpus, securityOptions } = container;
  const isOn = (value: boolean): number => (value ? 1 : 0);
  const escalates = mapKnown(optionOf(securityOptions, 'no-new-privileges'), (value) => value === undefined || !isTrue(value));
  return [
    setting({ kind: 'privileged', where, guideline: 'SDG-05' }, privileged, (value) => (value ? 'yes' : 'no'), isOn),
    setting({ kind: 'new-privileges', where, guideline: 'SDG-05' }, escalates, (value) => (value ? 'allowed' : 'denied'), isOn),
    setting({ kind: 'user', where, guideline: 'SDG-05' }, user, userText, userLevel),
    ...each({ kind: 'group', where, guideline: 'SDG-05' }, groups, (group) => plain(group)),
    ...each({ kind: 'capability', where, guideline: 'SDG-14' }, capabilities.add, (name) => plain(name)),
    ...each({ kind: 'capability-drop', where, guideline: 'SDG-14', having: 'narrower', isUsual: true }, capabilities.drop, (name) =>
      plain(name),
    ),
    ...each({ kind: 'device', where, guideline: 'SDG-08' }, devices, deviceGrant),
    ...each({ kind: 'device', where, guideline: 'SDG-08' }, gpus, (gpu) => plain(`gpu ${gpu}`)),
    ...['apparmor', 'label', 'systempaths'].map((key) =>
      setting(
        { kind: 'application-confinement', where, key, guideline: 'SDG-04' },
        mapKnown(optionOf(securityOptions, key), (value) => (value === '' ? undefined : value)),
        (value) => value ?? 'default',
        confinementLevel,
      ),
    ),
  ];
}

/** A profile by the dangerous calls that it lets through, and by how many it lets through in all. */
function seccompGrants({ securityOptions, capabilities }: ContainerFacts, where: string): readonly Grant[] {
  const option = optionOf(securityOptions, 'seccomp');
  const profile = mapKnown(option, (text = '') => (ENGINES_OWN.includes(text) ? undefined : (seccompProfile(text) ?? text)));
  const own = knownOf(capabilities.add);
  const dangerous = mapItems(profile.known && typeof profile.value === 'object' ? [known(profile.value)] : [], (parsed) =>
    DANGEROUS_SYSCALLS.filter((call) => permits(parsed, call, (name) => own.includes(name)) === true).map(({ label }) => known(label)),
  );
  return [
    setting(
      { kind: 'system-call-profile', where, guideline: 'SDG-13' },
      profile,
      (parsed) =>
        parsed === undefined
          ? "the engine's"
          : typeof parsed === 'string'
            ? parsed
            : profileText(namesIn(parsed), parsed.defaultAction, option),
      (parsed) =>
        parsed === undefined ? 1000 : typeof parsed === 'string' || !denies(parsed.defaultAction) ? 2000 : namesIn(parsed).length,
    ),
    ...each({ kind: 'system-call', where, guideline: 'SDG-13', isUsual: true }, dangerous, (name) => plain(name)),
  ];
}

function namesIn({ entries }: { readonly entries: readonly { readonly names: ReadonlySet<string> }[] }): readonly string[] {
  return [...new Set(entries.flatMap(({ names }) => [...names]))];
}

/** With a digest: another condition of a call is another profile, too. */
function profileText(names: readonly string[], defaultAction: string, option: Known<string | undefined>): string {
  if (!denies(defaultAction)) return 'all calls';
  const content = option.known ? JSON.stringify(JSON.parse(option.value ?? 'null')) : '';
  return `${String(names.length)} calls (${createHash('sha256').update(content).digest('hex').slice(0, 8)})`;
}

function fileGrants({ readOnly, mounts, hostPaths, volumesFrom, tmpfs }: ContainerFacts, where: string): readonly Grant[] {
  // Paths of the host are grants of their own, and memory is bounded by the container's.
  const named = mounts.filter((mount) => !mount.known || !isTold(mount.value));
  return [
    setting(
      { kind: 'file-system', where, guideline: 'SDG-10' },
      readOnly,
      (value) => (value ? 'read-only' : 'writable'),
      (value) => (value ? 0 : 1),
    ),
    ...each({ kind: 'mount', where, guideline: 'SDG-10' }, named, mountGrant),
    ...each({ kind: 'host-path', where, guideline: 'SDG-10' }, hostPaths, ({ path, readOnly: only }) => ({
      key: path,
      text: mapKnown(only, (value) => `${path} ${value ? 'read-only' : 'writable'}`),
      level: only.known && only.value ? 1 : 2,
    })),
    ...each({ kind: 'mount', where, guideline: 'SDG-10' }, volumesFrom, (name) => plain(`all of ${name.replace(CONTENT_HASH, '')}`)),
    ...each({ kind: 'tmpfs', where, guideline: 'SDG-10', isUsual: true }, tmpfs, tmpfsGrant),
  ];
}

function networkGrants(container: ContainerFacts, where: string): readonly Grant[] {
  const { ports, publishAllPorts, networks, networkMode, pidMode, ipcMode, usernsMode, cgroupNamespace, sysctls } = container;
  const joined = new Set(knownOf(networks));
  const mode = mapKnown(given(networkMode), (name) => {
    // The first of its networks is no namespace of another one; without any it is in the one that all are in.
    if (name === undefined || name === 'default' || name === 'bridge') return networks.length === 0 ? 'the default bridge' : undefined;
    return joined.has(name) ? undefined : name;
  });
  const namespaces = { network: mode, pid: given(pidMode), ipc: given(ipcMode), user: given(usernsMode), cgroup: given(cgroupNamespace) };
  return [
    ...each({ kind: 'port', where, guideline: 'SDG-02' }, ports, portGrant),
    setting(
      { kind: 'port', where, key: 'all', guideline: 'SDG-02' },
      publishAllPorts,
      (all) => (all ? 'all that the image names' : 'those that are named'),
      (all) => (all ? 1 : 0),
    ),
    ...each({ kind: 'network', where, guideline: 'SDG-15', isUsual: true }, networks, (name) => plain(name)),
    ...Object.entries(namespaces).map(([key, fact]) =>
      setting({ kind: 'namespace', where, key, guideline: 'SDG-09' }, fact, (name) => name ?? 'own', namespaceLevel),
    ),
    ...each({ kind: 'kernel-setting', where, guideline: 'SDG-10', having: 'changed', isUsual: true }, sysctls, ({ name, value }) => ({
      key: name,
      text: mapKnown(value, (text) => `${name} = ${text}`),
    })),
  ];
}

function portGrant({ internal, external, address }: Port): Pick<Grant, 'key' | 'level' | 'text'> {
  const port = external.known ? String(external.value ?? 'any') : external.expression;
  const host = mapKnown(given(address), (text) => text ?? '0.0.0.0');
  const inside = internal.known ? String(internal.value ?? '?') : internal.expression;
  return {
    key: port,
    text: mapKnown(host, (text) => `${isIP(text) === 6 ? `[${text}]` : text}:${port} to ${inside}`),
    level: host.known ? addressLevel(host.value) : 2,
  };
}

/** Loopback, one address, all of them. */
function addressLevel(address: string): number {
  if (/^127\.|^::1$/.test(address)) return 0;
  return /^(0\.0\.0\.0|::)$/.test(address) ? 2 : 1;
}

function isTold({ type, source }: Mount): boolean {
  return (type.known && NO_VOLUMES.includes(type.value)) || (source.known && source.value?.startsWith('/') === true);
}

function mountGrant({ type, source, target, readOnly }: Mount): Pick<Grant, 'isUsual' | 'key' | 'level' | 'text'> {
  const path = target.known ? (target.value ?? '?') : target.expression;
  const name = mapKnown(source, (text) => (text ?? 'a volume without a name').replace(CONTENT_HASH, ''));
  const isOwn = type.known && type.value === 'volume';
  return {
    key: path,
    text: !name.known ? name : mapKnown(readOnly, (only) => `${name.value} at ${path}, ${only ? 'read-only' : 'writable'}`),
    level: readOnly.known && readOnly.value ? 1 : 2,
    ...(isOwn ? { isUsual: true } : {}),
  };
}

function tmpfsGrant({ path, bytes, flags }: Tmpfs): Pick<Grant, 'key' | 'level' | 'text'> {
  const at = path.known ? path.value : path.expression;
  const loose = mapKnown(flags, (names) => ['noexec', 'nosuid', 'nodev'].filter((flag) => !names.includes(flag)));
  const size = mapKnown(bytes, (value) => (value === undefined ? 'without a bound' : `${String(value / 2 ** 20)} MiB`));
  const open = loose.known ? loose.value : [];
  return {
    key: at,
    text: !loose.known ? loose : mapKnown(size, (text) => [`${at}, ${text}`, ...open.map((flag) => `without ${flag}`)].join(', ')),
    // A flag less counts for more than any size.
    level: open.length * 1e15 + (bytes.known ? (bytes.value ?? 1e14) : 0),
  };
}

function deviceGrant({ path, permissions }: Device): Pick<Grant, 'key' | 'level' | 'text'> {
  const at = path.known ? path.value : path.expression;
  const rights = mapKnown(permissions, (text) => text ?? 'rwm');
  return { key: at, text: mapKnown(rights, (text) => `${at} ${text}`), level: rights.known ? rights.value.length : 3 };
}

/** The value of an option; undefined where there is none. */
function optionOf(options: ContainerFacts['securityOptions'], key: string): Known<string | undefined> {
  return knownOf(options).some((option) => option.key === key)
    ? known(knownOf(options).find((option) => option.key === key)?.value)
    : (unknownOf(options) ?? known(undefined));
}

function unknownOf<T>(items: Items<T>): Extract<Known<T>, { readonly known: false }> | undefined {
  return items.find((item) => !item.known);
}

function confinementLevel(value: string | undefined): number {
  if (value === undefined || value === 'docker-default') return 1;
  return /^(unconfined|disable)$/.test(value) ? 2 : 0;
}

function namespaceLevel(name: string | undefined): number {
  if (name === 'none') return -1;
  if (name === undefined || name === 'private') return 0;
  return name === 'host' ? 2 : 1;
}

function sandboxLevel(name: string | undefined): number {
  return name !== undefined && /^(runsc|kata)/.test(name) ? 0 : 1;
}

function pinLevel({ image }: ContainerFacts): number {
  return image.known && isPinned(image.value) ? 0 : 1;
}

function userText(user: UserReference | undefined): string {
  if (user === undefined) return "the image's";
  return user.group === undefined ? user.user : `${user.user}:${user.group}`;
}

function userLevel(user: UserReference | undefined): number {
  if (user === undefined) return 1;
  return user.user === '0' ? 2 : user.group === '0' ? 1 : 0;
}
