import { AppEngineError } from '../errors';
import { HardenedSetting } from '../hardened-setting';

/** The engine refuses less than this. */
const MINIMUM_MEMORY_MIB = 6;
const CPU_PERIOD = 100_000;

/** Memory a container may use; swap is never added to it (guideline 6, CIS 5.11). */
export class Memory extends HardenedSetting {
  /** That much, without swap. @param amount whole, at least 6. @throws AppEngineError MemoryTooSmall */
  static mebibytes(amount: number): Memory {
    return new Memory(amount);
  }

  /** That much, without swap. @param amount whole, at least 1. @throws AppEngineError MemoryTooSmall */
  static gibibytes(amount: number): Memory {
    return new Memory(amount * 1024);
  }

  /** No limit: one leak can take the host down. @param reason why this container needs it, at least 10 characters */
  static unlimited(reason: string): Memory {
    return new Memory(undefined, reason);
  }

  private constructor(
    /** Undefined without a limit. */
    readonly mebibytes: number | undefined,
    reason?: string,
  ) {
    super('memory-limit', reason);
    if (mebibytes !== undefined && (!Number.isInteger(mebibytes) || mebibytes < MINIMUM_MEMORY_MIB)) {
      throw new AppEngineError(
        'MemoryTooSmall',
        `memory of ${String(mebibytes)} MiB must be a whole number of at least ${String(MINIMUM_MEMORY_MIB)} MiB, the engine's minimum; raise it or use Memory.unlimited(reason)`,
      );
    }
  }
}

/** Processor time a container may use: a hard quota, and a weight under contention (guideline 6, CIS 5.12). */
export class Cpu extends HardenedSetting {
  /**
   * That much processor time.
   * @param amount 0.01 to 512 cores, in steps of 0.01.
   * @throws AppEngineError CpuOutOfRange
   */
  static cores(amount: number): Cpu {
    return new Cpu(amount);
  }

  /** No quota, default weight: the container may take every idle core. @param reason at least 10 characters */
  static unlimited(reason: string): Cpu {
    return new Cpu(undefined, reason);
  }

  private constructor(
    /** Undefined without a limit. */
    readonly cores: number | undefined,
    reason?: string,
  ) {
    super('cpu-quota', reason);
    // A hundredth of a core is not exact in binary, so the comparison is not either.
    if (cores !== undefined && !(cores >= 0.01 && cores <= 512 && Math.abs(cores * 100 - Math.round(cores * 100)) < 1e-6)) {
      throw new AppEngineError(
        'CpuOutOfRange',
        `cpu of ${String(cores)} cores must be from 0.01 to 512 in steps of 0.01; use Cpu.unlimited(reason) for no quota`,
      );
    }
  }

  /** Microseconds of processor time per period. */
  get quota(): number | undefined {
    return this.cores === undefined ? undefined : Math.round(this.cores * CPU_PERIOD);
  }

  /** Microseconds. */
  get period(): number | undefined {
    return this.cores === undefined ? undefined : CPU_PERIOD;
  }

  /** 1024 for a whole core, at least 2. */
  get shares(): number {
    return this.cores === undefined ? 1024 : Math.max(2, Math.round(this.cores * 1024));
  }
}

/**
 * Processes and threads of a container (guideline 6, CIS 5.29). No provider version knows `pids_limit`: the health gate seals it on the engine
 * right after the start, and `nproc` bounds the uid until then.
 */
export class Pids extends HardenedSetting {
  /**
   * That many at a time.
   * @param amount processes and threads, 8 to 32768.
   * @throws AppEngineError PidsOutOfRange
   */
  static atMost(amount: number): Pids {
    return new Pids(amount);
  }

  /** No limit: a fork bomb takes the host down. @param reason at least 10 characters */
  static unlimited(reason: string): Pids {
    return new Pids(undefined, reason);
  }

  private constructor(
    /** Undefined without a limit. */
    readonly limit: number | undefined,
    reason?: string,
  ) {
    super('pids-limit', reason);
    if (limit !== undefined && (!Number.isInteger(limit) || limit < 8 || limit > 32768)) {
      throw new AppEngineError(
        'PidsOutOfRange',
        `pids limit ${String(limit)} must be a whole number from 8 to 32768; use Pids.unlimited(reason) for none`,
      );
    }
  }
}
