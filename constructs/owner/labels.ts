import { literal } from '../cdktf/literal';

/** Purpose of a resource. */
export type Role =
  | 'backup'
  | 'backup-commands'
  | 'balancer'
  | 'binding'
  | 'certificates'
  | 'egress'
  | 'exporter'
  | 'gateway'
  | 'job'
  | 'loader'
  | 'network'
  | 'registry'
  | 'replica'
  | 'router'
  | 'schedule'
  | 'secret'
  | 'service'
  | 'service-gateway'
  | 'volume';

/** Labels on every container, network and volume of an instance: they say whose it is, and what `appengine down` may remove. */
export interface ResourceLabels {
  /** Name of the installation. */
  readonly instance: string;
  /** In whose state it is: a tenant's name, or `platform`. */
  readonly stack: string;
  /** Purpose of the resource. */
  readonly role: Role;
  /** @default none: the platform's */
  readonly tenant?: string;
  /** @default none: of no app alone */
  readonly app?: string;
  /** Which of an app's replicas, from 1 on. @default none: there is one */
  readonly slot?: number;
  /** Number of the release that a replica tries. @default none: it runs the current one */
  readonly canary?: number;
  /** Hash of what it is made of. @default none: it is never replaced by another beside it */
  readonly generation?: string;
  /** `true` on volumes that hold users' data. @default none: it can be made again */
  readonly data?: 'true';
  /** On containers that the health gate starts: until when it waits. @default none: the health gate does not wait */
  readonly gate?: 'healthy' | 'running' | 'done';
}

/** `{ label, value }` blocks sorted by name: the platform's under the prefix `appengine.`, and users' own. */
export function renderLabels(labels: ResourceLabels, custom: Readonly<Record<string, string>> = {}): { label: string; value: string }[] {
  const own = Object.entries(labels).map(([name, value]) => ({ label: `appengine.${name}`, value: String(value) }));
  return [...own, ...Object.entries(custom).map(([label, value]) => ({ label, value: literal(value) }))].sort((a, b) =>
    a.label < b.label ? -1 : 1,
  );
}
