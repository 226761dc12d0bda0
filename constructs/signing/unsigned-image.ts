import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedSetting } from '../hardened-setting';
import type { IContainerImage } from '../image/container-image';

/** An image that needs no signature where an {@link ImagePolicy} asks for them, such as one of another publisher. */
export class UnsignedImage extends HardenedSetting implements IContainerImage {
  /**
   * An image that runs as it is.
   * @param image by its digest, or built here
   * @param reason at least 10 characters, such as `the publisher's own build, scanned every night`
   * @throws AppEngineError ReasonTooShort
   */
  static of(image: IContainerImage, reason: string): UnsignedImage {
    return new UnsignedImage(image, reason);
  }

  private constructor(
    private readonly image: IContainerImage,
    reason: string,
  ) {
    super('signed-image', reason);
  }

  /** That of the image. */
  get imageName(): string {
    return this.image.imageName;
  }

  /** Those of the image. */
  get dependables(): readonly ITerraformDependable[] {
    return this.image.dependables;
  }
}
