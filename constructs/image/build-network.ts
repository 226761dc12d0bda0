/** Network of the steps of a build. */
export class BuildNetwork {
  /** The engine's: steps reach the Internet, and what else the engine's machine reaches from its bridge. */
  static default(): BuildNetwork {
    return new BuildNetwork(undefined);
  }

  /** None: a step that would fetch something fails. Images are pulled all the same. */
  static none(): BuildNetwork {
    return new BuildNetwork('none');
  }

  private constructor(
    /** As the provider has it; undefined for its default. */
    readonly mode: string | undefined,
  ) {}
}
