/** Builder of an image from a directory. */
export class ImageBuilder {
  /** buildx, which finds the engine by `DOCKER_HOST` in Terraform's environment: any number of images at the same time. */
  static buildx(): ImageBuilder {
    return new ImageBuilder(false);
  }

  /** The engine of the stack, wherever it is. Two builds of different files at the same time can get the files of one: not for images of your own. */
  static engine(): ImageBuilder {
    return new ImageBuilder(true);
  }

  private constructor(
    /** True if the engine builds, without buildx. */
    readonly isEngine: boolean,
  ) {}
}
