import { createHash } from 'node:crypto';

/** Replaces a text that may be secret, or is long, by a short digest: equal texts have equal ones. */
export function redacted(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** JSON by its content; any other text as it is. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
