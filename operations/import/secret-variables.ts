import { isSecretName, isSecretValue } from '../../constructs/secret-like';

/** Names that hold keys in applications, beside those that the library refuses in an environment. */
const KEY = /(^|_)(KEY|KEY_BASE|MASTER_KEY|APP_KEY|SALT|PEPPER|DSN|AUTH|COOKIE|PASSCODE)$|_(KEY|SALT)_/;
const NO_KEY = /PUBLIC|PUBLISHABLE|KEY_ID|SITE_KEY|KEY_(PREFIX|NAME|FILE|PATH)$|_(FILE|PATH)$/;
/** A random text: long, without spaces and separators of paths, with digits among letters. */
const RANDOM = /^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+=_-]{24,}$/;

/**
 * True for a variable whose value must not be written down. More than the library refuses: to take a public value for a secret costs a line, the other way round
 * a key.
 */
export function isSecretVariable(name: string, value: string | undefined): boolean {
  const upper = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[.-]/g, '_');
  if (isSecretName(name) || (value !== undefined && isSecretValue(value))) return true;
  if (value !== undefined && /^(true|false|yes|no|on|off|\d{0,5}|\/[\w./-]+)$/i.test(value)) return false;
  return (KEY.test(upper) && !NO_KEY.test(upper)) || (value !== undefined && RANDOM.test(value) && !/sha(256|512)/i.test(value));
}

/** Password of a URL. */
const PASSWORD = /:\/\/[^/\s:@]*:([^/\s@]+)@/g;
/** A word that could stand in any file. */
const ORDINARY = /^[a-z_-]*$|^\d{0,6}$/;
const SHORTEST = 6;

/** Values that may be written nowhere: secrets, and the passwords of URLs. Ordinary words are no help to anyone. */
export class SecretValues {
  private readonly values = new Set<string>();

  add(value: string | undefined): void {
    if (value === undefined) return;
    for (const text of [value, ...[...value.matchAll(PASSWORD)].map(([, password = '']) => password)]) {
      if (text.length >= SHORTEST && !ORDINARY.test(text)) this.values.add(text);
    }
  }

  /** True if a text has one of them. */
  has(text: string): boolean {
    return isSecretValue(text) || [...this.values].some((value) => text.includes(value));
  }

  /** A value with a word in the place of each, or that word alone where the form of the value is that of a secret. */
  redact(value: string): string {
    const hidden = this.hide(value);
    return isSecretValue(hidden) ? 'REDACTED' : hidden;
  }

  /** Any text with a word in the place of each, also where it is written as a literal. */
  hide(text: string): string {
    const written = [...this.values].flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
    return written.sort((a, b) => b.length - a.length).reduce((rest, value) => rest.replaceAll(value, 'REDACTED'), text);
  }
}
