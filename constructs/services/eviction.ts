/** Choice of the keys that a full cache gives up. */
export class Eviction {
  /** Nothing: it refuses to store more. */
  static none(): Eviction {
    return new Eviction('noeviction');
  }

  /** The keys that were not used for the longest time. */
  static leastRecentlyUsed(): Eviction {
    return new Eviction('allkeys-lru');
  }

  /** The keys that were used least often. */
  static leastFrequentlyUsed(): Eviction {
    return new Eviction('allkeys-lfu');
  }

  /** Of the keys that end by themselves, those that end first. */
  static soonestToExpire(): Eviction {
    return new Eviction('volatile-ttl');
  }

  private constructor(
    /** As the server calls it. */
    readonly policy: string,
  ) {}
}
