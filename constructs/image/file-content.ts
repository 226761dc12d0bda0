import { closeSync, openSync, readSync } from 'node:fs';

const PIECE = Buffer.allocUnsafe(1024 * 1024);

/** Hands a file on piece by piece: it may be larger than the memory. A piece is valid until the next one. */
export function readPieces(file: Buffer, take: (piece: Buffer) => void): void {
  const descriptor = openSync(file, 'r');
  try {
    for (let count = readSync(descriptor, PIECE); count > 0; count = readSync(descriptor, PIECE)) take(PIECE.subarray(0, count));
  } finally {
    closeSync(descriptor);
  }
}
