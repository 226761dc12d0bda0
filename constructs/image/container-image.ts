import type { ITerraformDependable } from '../cdktf/framework';
import type { Exemption } from '../exemption';

/** Something a container can be started from. */
export interface IContainerImage {
  /** A name that always means the same content: with a digest, or a tag that is a content hash. */
  readonly imageName: string;
  /** Resources that make the image, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
  /** Another one that pools try on some of their requests. @default none */
  readonly canary?: CanaryImage | undefined;
  /** Default that its containers go without. @default none */
  readonly exemption?: Exemption | undefined;
}

/** An image of a release that is tried. */
export interface CanaryImage {
  /** Image of that release. */
  readonly image: IContainerImage;
  /** Number of the release. */
  readonly release: number;
  /** Its part of the requests, 1 to 99. */
  readonly percent: number;
}
