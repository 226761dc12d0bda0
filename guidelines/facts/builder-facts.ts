import type { Entry, Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** A builder of images, which is a container of its own or a server elsewhere. */
export interface BuilderFacts extends ResourceFacts {
  readonly kind: 'builder';
  /** Flags of its BuildKit daemon. */
  readonly flags: Known<string | undefined>;
  /** Configuration file of its BuildKit daemon. */
  readonly configuration: Known<string | undefined>;
  /** Options of its driver, such as `network`. */
  readonly options: Items<Entry>;
  /** Context, or address of the engine or of the BuildKit daemon. */
  readonly endpoint: Known<string | undefined>;
  /** True where client and daemon both have certificates. */
  readonly mutualTls: Known<boolean>;
}
