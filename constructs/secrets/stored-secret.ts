import type { ITerraformDependable } from '../cdktf/framework';
import type { IVolume } from '../container/volume-reference';

/** A volume with the value. */
export interface StoredSecret {
  readonly volume: IVolume;
  /** As a person reads where the value comes from. */
  readonly source: string;
  /** Fingerprint of the value; undefined where it never changes. */
  readonly version?: string;
  /** Exist when the value is there. */
  readonly dependables: readonly ITerraformDependable[];
}
