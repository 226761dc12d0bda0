import { literal } from '../cdktf/literal';

/** What a resource is for. */
export type Role = 'balancer' | 'certificates' | 'egress' | 'gateway' | 'job' | 'loader' | 'network' | 'replica' | 'router' | 'volume';

/** Labels on every container, network and volume of an instance: they say whose it is, and what `appengine down` may remove. */
export interface ResourceLabels {
  readonly instance: string;
  /** In whose state it is: a tenant's name, or `platform`. */
  readonly stack: string;
  readonly role: Role;
  readonly tenant?: string;
  readonly app?: string;
  readonly slot?: number;
  readonly generation?: string;
  /** `true` on volumes that hold users' data. */
  readonly data?: 'true';
  /** On containers that the health gate starts: until when it waits. */
  readonly gate?: 'healthy' | 'running' | 'done';
}

/** `{ label, value }` blocks sorted by name: the platform's under the prefix `appengine.`, and users' own. */
export function renderLabels(labels: ResourceLabels, custom: Readonly<Record<string, string>> = {}): { label: string; value: string }[] {
  const own = Object.entries(labels).map(([name, value]) => ({ label: `appengine.${name}`, value: String(value) }));
  return [...own, ...Object.entries(custom).map(([label, value]) => ({ label, value: literal(value) }))].sort((a, b) =>
    a.label < b.label ? -1 : 1,
  );
}
