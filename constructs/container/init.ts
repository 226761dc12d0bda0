import { HardenedSetting } from '../hardened-setting';

/** Process 1 of a container: it hands on signals, and reaps processes whose parent has ended (guideline 9). */
export class Init extends HardenedSetting {
  /** The engine's own. */
  static engine(): Init {
    return new Init();
  }

  /** The image's program is process 1. @param reason at least 10 characters, such as `the image brings s6, which has to be process 1` */
  static fromImage(reason: string): Init {
    return new Init(reason);
  }

  private constructor(reason?: string) {
    super('init', reason);
  }
}
