import type { Known } from './known';

/** A path of the host that a container sees, or a volume stands for. */
export interface HostPath {
  /** Clean and absolute. */
  readonly path: string;
  readonly readOnly: Known<boolean>;
}
