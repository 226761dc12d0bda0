import { plainCommand } from '../../constructs/build/plan/start-command';
import { shellWords } from './words';
import type { HealthLook } from './description';

/** A URL, or the machine itself with a port: `localhost:3000/up`. */
const URL_OF_ITSELF = /\bhttps?:\/\/(?:[\w.-]+|\[::1?\])(?::(\d+))?(\/[^\s'"|;&)]*)?|\b(?:localhost|127\.0\.0\.1):(\d+)(\/[^\s'"|;&)]*)?/;

/** The look of a check by a program of the image: one by curl or wget is a request, which needs neither. */
export function healthLook(words: readonly string[]): HealthLook {
  const text = words.join(' ');
  const found = /\b(curl|wget)\b/.test(text) ? URL_OF_ITSELF.exec(text) : null;
  if (found === null) return words.length === 0 ? { kind: 'none' } : { kind: 'command', words };
  const port = found[1] ?? found[3];
  return { kind: 'http', path: found[2] ?? found[4] ?? '/', ...(port === undefined ? {} : { port: Number(port) }) };
}

/** The words of a command line, and a shell only where it needs one. */
export function commandLine(text: string): readonly string[] {
  const plain = plainCommand(text);
  return plain === undefined || Object.keys(plain.environment).length > 0 ? shellWords(text) : plain.words;
}
