import { SECRET_FORMATS } from './secret-formats';

const SECRET_NAME =
  /(^|_)(PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|APIKEY|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)_KEY)(_|$)|^(MASTERAUTH|PGPASSWORD|REDISCLI_AUTH|REQUIREPASS|SSHPASS)$/;
/** Last words of names that say something about a secret, or where one is. */
const ABOUT_A_SECRET =
  /_(FILE|PATH|DIR|DIRECTORY|URL|URI|ENDPOINT|HOST|HEADER|NAME|KEY_ID|TYPE|ALG|ALGORITHM|FORMAT|POLICY|PREFIX|ISSUER|AUDIENCE|ENABLED|REQUIRED|VERSION|TTL|LIFETIME|EXPIRY|EXPIRES|EXPIRES_IN|EXPIRATION|MAX_AGE|DURATION|TIMEOUT|INTERVAL|SECONDS|MINUTES|HOURS|DAYS|LENGTH|SIZE|BITS|ROUNDS|COUNT|LIMIT|ATTEMPTS|RETRIES|MIN|MAX)$/;
/** Working directories, which shells keep in variables. */
const WORKING_DIRECTORY = /^(OLD)?PWD$/;
/** A value that is put in later, or none. */
const PLACEHOLDER = /^(?:[$%<{[(]|\*+$|(?:changeme|false|no|none|null|optional|required|string|true|undefined|yes)$)/i;

/** `NAME=value` and `name: value` at the begin of a line, and `"name": "value"` anywhere. */
const LINE =
  /^[ \t]*(?:export[ \t]+|-[ \t]+|set[ \t]+)?["']?([A-Za-z][\w.-]{0,80})["']?[ \t]*[:=][ \t]*(["']?)([^\s"',;]{4,200})\2[ \t]*[,;]?[ \t]*$/gm;
const MEMBER = /["']([A-Za-z][\w.-]{0,80})["'][ \t]*:[ \t]*["']([^\s"']{4,200})["']/g;

/** True if a variable of this name holds a secret; one that ends in `_FILE` holds a path, and `TOKEN_TTL` a number. */
export function isSecretName(name: string): boolean {
  const upper = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toUpperCase();
  return SECRET_NAME.test(upper) && !ABOUT_A_SECRET.test(upper) && !WORKING_DIRECTORY.test(upper);
}

/** True for a private key, a token, or a URL with a password, also within other text. */
export function isSecretValue(value: string): boolean {
  return SECRET_FORMATS.some(({ pattern }) => pattern.test(value));
}

/** True for text that says where a value comes from, such as `$PASSWORD`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}

/** Secrets in the text of a file: the forms that they have, and the names that have a secret for a value. */
export function secretsInText(text: string): readonly string[] {
  const forms = SECRET_FORMATS.filter(({ pattern }) => pattern.test(text)).map(({ issuer }) => issuer);
  const assignments = [
    ...[...text.matchAll(LINE)].map(([, name = '', , value = '']) => ({ name, value })),
    ...[...text.matchAll(MEMBER)].map(([, name = '', value = '']) => ({ name, value })),
  ];
  const names = assignments.filter(({ name, value }) => isSecretName(name) && !isPlaceholder(value) && !isReference(value));
  return [...new Set([...forms, ...names.map(({ name }) => name)])];
}

/** A path, a call or a member of a program, and no value. */
function isReference(value: string): boolean {
  return /^[./~]|[(){}[\]]|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value);
}
