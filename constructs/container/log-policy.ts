import { AppEngineError } from '../errors';
import { Size } from '../units/size';

/** Largest file: what SDG-03.2 takes as a bound. */
const LARGEST = Size.gibibytes(1);

/** Logging driver and retention of a container's output (guideline 3). */
export class LogPolicy {
  /**
   * Files on the host, rotated.
   * @param size of one file, 1 KiB to 1 GiB
   * @param files 1 to 100
   * @throws AppEngineError LogSizeOutOfRange, LogFilesOutOfRange
   */
  static rotated(size: Size, files: number): LogPolicy {
    if (size.bytes > LARGEST.bytes) {
      throw new AppEngineError(
        'LogSizeOutOfRange',
        `log files of ${size.toString()} must be from 1KiB to ${LARGEST.toString()} each; keep more of them instead`,
      );
    }
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
