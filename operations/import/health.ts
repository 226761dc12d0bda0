import { plainCommand } from '../../constructs/build/plan/start-command';
import { shellWords } from './words';
import type { HealthLook } from './description';

const URL_OF_ITSELF = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|[\w.-]+)(?::(\d+))?(\/[^\s'"|;&)]*)?/;

/** What a check by a program of the image looks at: one by curl or wget is a request, which needs neither. */
export function healthLook(words: readonly string[]): HealthLook {
  const text = words.join(' ');
  const [, port, path = '/'] = (/\b(curl|wget)\b/.test(text) && URL_OF_ITSELF.exec(text)) || [];
  if (/\b(curl|wget)\b/.test(text) && URL_OF_ITSELF.test(text))
    return { kind: 'http', path, ...(port === undefined ? {} : { port: Number(port) }) };
  return words.length === 0 ? { kind: 'none' } : { kind: 'command', words };
}

/** The words of a command line, and a shell only where it needs one. */
export function commandLine(text: string): readonly string[] {
  const plain = plainCommand(text);
  return plain === undefined || Object.keys(plain.environment).length > 0 ? shellWords(text) : plain.words;
}
