import { HardenedSetting } from '../hardened-setting';

/** Protection of the image's files from the container (guideline 10, CIS 5.13). */
export class RootFilesystem extends HardenedSetting {
  /** Only `writable` paths can be written. */
  static readOnly(): RootFilesystem {
    return new RootFilesystem();
  }

  /** An unbounded writable layer. @param reason at least 10 characters; prefer `writable` paths */
  static writable(reason: string): RootFilesystem {
    return new RootFilesystem(reason);
  }

  private constructor(reason?: string) {
    super('read-only-root', reason);
  }
}
