import { AppEngineError } from '../errors';
import type { Size } from '../units/size';

/** Logging driver and retention of a container's output (guideline 3). */
export class LogPolicy {
  /**
   * Files on the host, rotated.
   * @param size of one file, at least 1 KiB
   * @param files 1 to 100
   */
  static rotated(size: Size, files: number): LogPolicy {
    if (!Number.isInteger(files) || files < 1 || files > 100) {
      throw new AppEngineError(
        'LogFilesOutOfRange',
        `log files ${String(files)} must be a whole number from 1 to 100; make each file larger to keep more`,
      );
    }
    return new LogPolicy('local', { 'max-size': `${String(size.bytes / 1024)}k`, 'max-file': String(files) });
  }

  private constructor(
    /** Name of the logging driver. */
    readonly driver: string,
    /** Options of the driver. */
    readonly options: Readonly<Record<string, string>>,
  ) {}
}
