import { AppEngineError } from '../errors';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** An amount of storage or memory, in whole bytes. */
export class Size {
  /** A number of KiB. @param amount whole, at least 1. @throws AppEngineError SizeInvalid */
  static kibibytes(amount: number): Size {
    return new Size(amount, KIB);
  }

  /** A number of MiB. @param amount whole, at least 1. @throws AppEngineError SizeInvalid */
  static mebibytes(amount: number): Size {
    return new Size(amount, MIB);
  }

  /** A number of GiB. @param amount whole, at least 1. @throws AppEngineError SizeInvalid */
  static gibibytes(amount: number): Size {
    return new Size(amount, GIB);
  }

  /** The whole of it. */
  readonly bytes: number;

  private constructor(amount: number, unit: number) {
    if (!Number.isSafeInteger(amount * unit) || !Number.isInteger(amount) || amount < 1) {
      throw new AppEngineError(
        'SizeInvalid',
        `size ${String(amount)} must be a whole number of at least 1; use a smaller unit for fractions`,
      );
    }
    this.bytes = amount * unit;
  }

  /** `512MiB`, in the largest unit that stays whole. */
  toString(): string {
    if (this.bytes % GIB === 0) return `${String(this.bytes / GIB)}GiB`;
    if (this.bytes % MIB === 0) return `${String(this.bytes / MIB)}MiB`;
    return `${String(this.bytes / KIB)}KiB`;
  }
}
