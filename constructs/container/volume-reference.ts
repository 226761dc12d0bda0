import type { ITerraformDependable } from '../cdktf/framework';
import type { VolumeContent } from './volume-content';

/** A named volume that containers mount, made here or elsewhere. */
export interface IVolume {
  /** Its full name on the engine. */
  readonly volumeName: string;
  /** Data, or content that can be made again. */
  readonly content: VolumeContent;
  /** Resources that make the volume, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
}
