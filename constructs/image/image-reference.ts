import { AppEngineError } from '../errors';
import type { ITerraformDependable } from '../cdktf/framework';
import type { IContainerImage } from './container-image';

const REPOSITORY = /^([a-z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$/;

/** An image of a registry, pinned by digest (guideline 1, CIS 5.28). */
export class ImageReference implements IContainerImage {
  /**
   * An image that is named by its content.
   * @param reference `repository@sha256:<64 hexadecimal digits>`, with or without a tag before the `@`
   * @throws AppEngineError ImageNotPinned
   */
  static digest(reference: string): ImageReference {
    const [name = '', digest, ...more] = reference.split('@');
    const repository = name.replace(/:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, '');
    if (digest === undefined || more.length > 0 || !/^sha256:[0-9a-f]{64}$/.test(digest) || !REPOSITORY.test(repository)) {
      throw new AppEngineError(
        'ImageNotPinned',
        `image ${JSON.stringify(reference)} must be pinned as repository@sha256:<64 hexadecimal digits>; a tag such as ":latest" can mean other content tomorrow, ask the registry for its digest`,
      );
    }
    return new ImageReference(`${repository}@${digest}`);
  }

  /** None: the engine pulls it. */
  readonly dependables: readonly ITerraformDependable[] = [];

  private constructor(
    /** The reference, as it is. */
    readonly imageName: string,
  ) {}
}
