import { isUtf8 } from 'node:buffer';

const SLASH = Buffer.from('/');

/** Path of an entry of a directory. Names are bytes: not all of them are UTF-8. */
export function below(directory: Buffer, name: Buffer): Buffer {
  return directory.length === 0 ? name : Buffer.concat([directory, SLASH, name]);
}

/** A path for people: bytes that are no UTF-8 as `\xe4`. */
export function shownPath(path: Buffer): string {
  const text = isUtf8(path) ? path.toString() : path.toString('latin1').replace(/[\x80-\xff]/g, hexadecimal);
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, hexadecimal);
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
