import type { ITerraformDependable } from '../cdktf/framework';
import type { VolumeContent } from './volume-content';

/** A named volume that containers mount, made here or elsewhere. */
export interface IVolume {
  readonly volumeName: string;
  readonly content: VolumeContent;
  /** What makes the volume, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
}
