import { createHash } from 'node:crypto';

/** What stands for a text that may be a secret, or is long: whoever knows the text can tell which of two it is. */
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
