/** Whether somebody would miss what is in a volume. */
export class VolumeContent {
  /** Users' data: no deploy removes it, only `appengine volumes remove` and `appengine down --volumes` do. */
  static data(): VolumeContent {
    return new VolumeContent(true);
  }

  /** Can be made again from the sources. */
  static generated(): VolumeContent {
    return new VolumeContent(false);
  }

  private constructor(readonly precious: boolean) {}
}
