/** Policy for a time at which the run before is still under way. */
export class Overlap {
  /** It is left out, which the history tells. */
  static skip(): Overlap {
    return new Overlap('skip');
  }

  /** It begins when that run ends; several times that come meanwhile are one run. */
  static wait(): Overlap {
    return new Overlap('wait');
  }

  private constructor(
    /** As the agent knows it. */
    readonly policy: string,
  ) {}
}
