import { scryptSync } from 'node:crypto';

const BYTES = 4;

/**
 * Tells one value of a secret from another, in names that all may read. It is slow on purpose and short: 32 bits confirm no guess of a value that has more than that
 * in chance.
 * @param context makes the same value in two places two fingerprints
 */
export function fingerprint(value: Buffer, context: string): string {
  return scryptSync(value, context, BYTES).toString('hex');
}
