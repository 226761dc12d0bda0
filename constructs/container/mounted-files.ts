import type { ITerraformDependable } from '../cdktf/framework';
import type { Volume } from './volume';

/** A volume with files that a container reads. */
export interface MountedFiles {
  /** Absolute directory where the container sees them. */
  readonly directory: string;
  readonly volume: Pick<Volume, 'volumeName'>;
  /** Exist when the files do. */
  readonly dependables: readonly ITerraformDependable[];
}
