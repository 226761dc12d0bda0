import { createHash } from 'node:crypto';
import { AppEngineError } from '../errors';
import { Token } from './framework';

/** Deterministic JSON: keys sorted, undefined left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`)
      .join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** First digits of the SHA-256 of all given values: part of names, so that a changed thing is a new thing. */
export function contentHash(value: unknown, digits = 8): string {
  const text = canonicalJson(value);
  if (Token.isUnresolved(text)) {
    throw new AppEngineError(
      'TokenInContent',
      `a value known only after apply cannot be part of a content hash: ${text.slice(0, 200)}; use a literal, such as a name, or mount the value as a file`,
    );
  }
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
