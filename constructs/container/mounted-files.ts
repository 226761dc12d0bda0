import type { ITerraformDependable } from '../cdktf/framework';
import type { IVolume } from './volume-reference';

/** A volume with files that a container reads. */
export interface MountedFiles {
  /** Absolute directory where the container sees them. */
  readonly directory: string;
  /** The volume that holds them. */
  readonly volume: Pick<IVolume, 'volumeName'>;
  /** Exist when the files do. */
  readonly dependables: readonly ITerraformDependable[];
}
