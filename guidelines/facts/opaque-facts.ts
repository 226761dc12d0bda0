import type { Items } from './known';
import type { ResourceFacts } from './resource-facts';

/** Something that can start containers which no rule sees. */
export interface OpaqueFacts extends ResourceFacts {
  readonly kind: 'opaque';
  /** Type of the resource or the data source, or `module`. */
  readonly type: string;
  /** Command lines that run where Terraform runs. */
  readonly commands: Items<string>;
}
