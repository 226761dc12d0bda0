import type { ITerraformDependable } from '../cdktf/framework';
import type { Exemption } from '../exemption';

/** Something a container can be started from. */
export interface IContainerImage {
  /** A name that always means the same content: with a digest, or a tag that is a content hash. */
  readonly imageName: string;
  /** Resources that make the image, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
  /** Default that its containers go without. @default none */
  readonly exemption?: Exemption | undefined;
}
