/** Amount of a store's changes that is still there after a restart. */
export class Persistence {
  /** All but the last second: every change is written to a log. */
  static log(): Persistence {
    return new Persistence(['--appendonly', 'yes', '--appendfsync', 'everysec']);
  }

  /** Every change that was answered: slower, because each waits for the disk. */
  static everyWrite(): Persistence {
    return new Persistence(['--appendonly', 'yes', '--appendfsync', 'always']);
  }

  /** Nothing, as for a cache. */
  static none(): Persistence {
    return new Persistence(['--appendonly', 'no']);
  }

  private constructor(
    /** Arguments of the server. */
    readonly options: readonly string[],
  ) {}
}
