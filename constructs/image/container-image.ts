import type { ITerraformDependable } from '../cdktf/framework';

/** Something a container can be started from. */
export interface IContainerImage {
  /** A name that always means the same content: with a digest, or a tag that is a content hash. */
  readonly imageName: string;
  /** What makes the image, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
}
