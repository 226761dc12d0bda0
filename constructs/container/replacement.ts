/** In which order a new generation of a container takes over from the old one. */
export class Replacement {
  /** The new one gets healthy beside the old one: no request fails, and both run for a moment. Not with a published port or a data volume of its own. */
  static startFirst(): Replacement {
    return new Replacement(false);
  }

  /** The old one ends before the new one starts, and is started again if the new one fails: nothing answers in between. */
  static stopFirst(): Replacement {
    return new Replacement(true);
  }

  private constructor(
    /** True if the old generation ends before the new one starts. */
    readonly stopsFirst: boolean,
  ) {}
}
