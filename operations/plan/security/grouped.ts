import type { GrantKind, SecurityChange } from './grant';

/** The same change at several places. */
export interface GroupedChange extends Omit<SecurityChange, 'where'> {
  readonly places: readonly string[];
}

/** Words for each kind. */
export const KIND_WORDS: Readonly<Record<GrantKind, string>> = {
  'application-confinement': 'confinement',
  bind: 'path of the host behind a volume',
  capability: 'capability',
  'capability-drop': 'dropped capability',
  connection: 'way to the engine',
  device: 'device',
  egress: 'egress destination',
  'engine-driver': 'resource that no rule sees into',
  exemption: 'exemption',
  'file-system': 'root file system',
  group: 'group',
  'host-path': 'path of the host',
  image: 'image',
  'image-policy': 'signatures of images',
  'kernel-setting': 'kernel setting',
  limit: 'limit',
  log: 'log driver',
  mount: 'mount',
  namespace: 'namespace',
  network: 'network',
  'network-setting': 'network setting',
  'new-privileges': 'new privileges',
  port: 'published port',
  privileged: 'privileged',
  quota: 'quota',
  route: 'route',
  'route-policy': 'policy of a route',
  runtime: 'runtime',
  secret: 'secret',
  service: 'service',
  'system-call': 'system call',
  'system-call-profile': 'system call profile',
  tmpfs: 'file system in memory',
  trust: 'trust level',
  user: 'user',
  vulnerability: 'accepted vulnerability',
  'vulnerability-policy': 'vulnerabilities of images',
  waiver: 'waiver',
};

/** Kinds of which several stand beside each other, so that the key tells which one it is. */
const WITH_KEY: readonly GrantKind[] = ['application-confinement', 'limit', 'namespace', 'quota', 'vulnerability', 'waiver'];

/** Such as `limit of memory`. */
export function subjectOf({ kind, key }: Pick<SecurityChange, 'key' | 'kind'>): string {
  return WITH_KEY.includes(kind) && key !== '' ? `${KIND_WORDS[kind]} of ${key}` : KIND_WORDS[kind];
}

/** Changes that differ in their place alone become one. */
export function grouped(changes: readonly SecurityChange[]): readonly GroupedChange[] {
  const groups = new Map<string, GroupedChange & { places: string[] }>();
  for (const { where, ...change } of changes) {
    const key = JSON.stringify(change);
    const group = groups.get(key) ?? { ...change, places: [] };
    group.places.push(where);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** How many of each kind, such as `2 × published port`, the most frequent ones first. */
export function sums(changes: readonly SecurityChange[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(KIND_WORDS[kind], (counts.get(KIND_WORDS[kind]) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word, count]) => `${String(count)} × ${word}`);
}
