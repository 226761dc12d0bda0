import type { Entry, Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** A network. */
export interface NetworkFacts extends ResourceFacts {
  readonly kind: 'network';
  readonly name: Known<string | undefined>;
  readonly driver: Known<string | undefined>;
  readonly attachable: Known<boolean>;
  /** Without a way out of the host. */
  readonly internal: Known<boolean>;
  readonly options: Items<Entry>;
}
