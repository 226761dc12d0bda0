/** Kind of a volume's content: data, or what can be made again. */
export class VolumeContent {
  /** Users' data: no deploy removes it, only `appengine volumes remove` and `appengine down --volumes` do. */
  static data(): VolumeContent {
    return new VolumeContent(true);
  }

  /** Can be made again from the sources. */
  static generated(): VolumeContent {
    return new VolumeContent(false);
  }

  private constructor(
    /** True if a deploy must not remove it. */
    readonly precious: boolean,
  ) {}
}
