import type { HostPath } from './host-path';
import type { Entry, Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** A named volume. */
export interface VolumeFacts extends ResourceFacts {
  readonly kind: 'volume';
  readonly name: Known<string | undefined>;
  /** Paths of the host in its driver options: then it is a bind mount in disguise. */
  readonly hostPaths: Items<HostPath>;
  /** Options of its driver, such as `type` and `device`. */
  readonly options: Items<Entry>;
}
