import type { DefaultId } from '../default-id';
import { AppEngineError } from '../errors';
import type { Size } from '../units/size';
import { HardenedSetting } from '../hardened-setting';
import type { User } from './user';
import type { IVolume } from './volume-reference';

/** Paths that tell a program about the kernel or the host: never writable. */
const SENSITIVE = /^\/(proc|sys|dev|boot|etc|lib|lib64|usr|bin|sbin)(\/|$)/;
/** Directories below `/usr` that images give their programs for data, such as `/usr/share/elasticsearch/data`; not those in which interpreters look for modules. */
const OF_A_PROGRAM = /^\/usr\/(src|share)\/(?!(ca-certificates|guile|java|nodejs|perl5?|php|python3?|ruby\w*)\/)[^/]+\/[^/]/;

/** One place in a read-only container that can be written (guideline 10). */
export class WritablePath extends HardenedSetting {
  /** Memory, gone with the container: nosuid, nodev, noexec. @param path absolute, such as `/tmp`. @param size counts against the memory limit */
  static tmpfs(path: string, size: Size): WritablePath {
    return new WritablePath(path, size, undefined);
  }

  /**
   * A named volume that outlives the container. It is given to the container's user before each start. One with data has one writer at any moment.
   * @param path absolute
   */
  static volume(path: string, volume: IVolume): WritablePath {
    return new WritablePath(path, undefined, volume);
  }

  /**
   * A named volume that several containers write at the same time, all with one {@link User}: for programs that lock what they write.
   * @param path absolute
   * @param reason at least 10 characters, such as `uploads: every file has a name of its own`
   */
  static sharedVolume(path: string, volume: IVolume, reason: string): WritablePath {
    return new WritablePath(path, undefined, volume, 'one-writer', reason);
  }

  /**
   * Memory from which programs can be loaded, for libraries that unpack native code, such as those of Netty, snappy and JNA.
   * @param path absolute, such as `/tmp`; better a directory of its own
   * @param size counts against the memory limit
   * @param reason at least 10 characters
   */
  static executableTmpfs(path: string, size: Size, reason: string): WritablePath {
    return new WritablePath(path, size, undefined, 'executable-memory', reason);
  }

  private constructor(
    /** Absolute path in the container. */
    readonly path: string,
    /** Size in memory; undefined for a volume. */
    readonly size: Size | undefined,
    /** Undefined for memory. */
    readonly volume: IVolume | undefined,
    private readonly off: DefaultId = 'one-writer',
    reason?: string,
  ) {
    super(off, reason);
    if (!path.startsWith('/') || path === '/' || path.split('/').includes('..') || /[\s:,]/.test(path) || isSensitive(path)) {
      throw new AppEngineError(
        'WritablePathRefused',
        `writable path ${JSON.stringify(path)} must be absolute, below /, without "..", spaces, ":" or ",", and not in /proc, /sys, /dev, /boot, /etc, /lib or /usr, but for directories such as /usr/src/app/data; use a directory of the app such as /data`,
      );
    }
  }

  /**
   * Mount options of a tmpfs, in the order in which the engine keeps them. Its mode is lost at the second start where the image has no such directory: from then on
   * its owner alone can write.
   */
  tmpfsOptions({ uid }: User): string | undefined {
    const exec = this.isExecutable ? 'exec' : 'noexec';
    const owner = uid === undefined ? '' : `,uid=${String(uid)},gid=${String(uid)}`;
    return this.size === undefined ? undefined : `rw,nosuid,nodev,${exec},size=${String(this.size.bytes)},mode=1777${owner}`;
  }

  /** True if programs and libraries can be loaded from it. */
  get isExecutable(): boolean {
    return this.off === 'executable-memory';
  }

  /** True if it may have one writer only. */
  get isExclusive(): boolean {
    return this.volume?.content.precious === true && this.exemption === undefined;
  }
}

function isSensitive(path: string): boolean {
  return SENSITIVE.test(path) && !OF_A_PROGRAM.test(path);
}
