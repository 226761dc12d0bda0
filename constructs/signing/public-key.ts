import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AppEngineError } from '../errors';

/** Options of {@link PublicKey}. */
export interface PublicKeyOptions {
  /** How people call it: letters, digits, ".", "_", "@" and "-", at most 40. @default the file's name without its ending */
  readonly name?: string;
  /** Last day on which its signatures count, `YYYY-MM-DD`, in UTC. @default no end */
  readonly until?: string;
}

/** Everything of a key that is needed to know it again. */
export interface PublicKeyDescription {
  readonly name: string;
  /** In PEM. */
  readonly pem: string;
  readonly until?: string;
}

const MOST_BYTES = 10_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,39}$/;
/** Makers of a key pair that this library can use, for messages. */
export const MAKE_KEY = 'openssl genpkey -algorithm ed25519';

/** A key that signatures are verified with: Ed25519, or ECDSA on P-256, as `openssl` and `cosign` make it. It is no secret, and belongs into the repository. */
export class PublicKey {
  /**
   * The key of a file in PEM, `-----BEGIN PUBLIC KEY-----`.
   * @param path relative to the working directory, such as `releases/keys/ci.pub`
   * @throws AppEngineError PublicKeyInvalid
   */
  static file(path: string, options: PublicKeyOptions = {}): PublicKey {
    return PublicKey.parse(readText(path), { name: basename(path).replace(/\.[^.]+$/, ''), ...options }, `public key ${path}`);
  }

  /** @internal @param shown how messages call it */
  static parse(pem: string, { name, until }: PublicKeyOptions & { readonly name: string }, shown = `public key ${name}`): PublicKey {
    if (!NAME.test(name)) {
      throw new AppEngineError(
        'PublicKeyInvalid',
        `${shown} has the name ${JSON.stringify(name)}, which must be 1 to 40 letters, digits, ".", "_", "@" and "-", a letter or digit first; give it another \`name\``,
      );
    }
    if (until !== undefined && !isDay(until)) {
      throw new AppEngineError(
        'PublicKeyInvalid',
        `${shown} counts until ${JSON.stringify(until)}, which must be a day such as 2027-01-31; correct \`until\``,
      );
    }
    return new PublicKey(name, readKey(pem, shown), until);
  }

  /** As `ssh-keygen -l` shows it, such as `SHA256:` and 43 characters: the `keyid` of its signatures. */
  readonly fingerprint: string;

  private constructor(
    /** How people call it. */
    readonly name: string,
    private readonly key: KeyObject,
    /** Last day on which its signatures count; undefined without an end. */
    readonly until: string | undefined,
  ) {
    this.fingerprint = `SHA256:${createHash('sha256').update(sshEncoding(key)).digest('base64').replace(/=+$/, '')}`;
  }

  /** True for a signature of these bytes that was made with the private half. */
  verifies(data: Buffer, signature: Buffer): boolean {
    return verify(digestOf(this.key), data, this.key, signature);
  }

  /** True after its last day. @param today `YYYY-MM-DD` */
  hasEnded(today: string): boolean {
    return this.until !== undefined && this.until < today;
  }

  /** @internal */
  describe(): PublicKeyDescription {
    const pem = this.key.export({ type: 'spki', format: 'pem' }).toString();
    return { name: this.name, pem, ...(this.until === undefined ? {} : { until: this.until }) };
  }
}

/** True for the kinds of keys that signatures are made with. */
export function isSigningKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'ed25519' || (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1');
}

/** Ed25519 has one of its own. */
export function digestOf({ asymmetricKeyType }: KeyObject): string | null {
  return asymmetricKeyType === 'ec' ? 'sha256' : null;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, MOST_BYTES);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new AppEngineError(
      'PublicKeyInvalid',
      `public key ${path} cannot be read (${code}); write the public half of the key into it: openssl pkey -in <private key> -pubout -out ${path}`,
    );
  }
}

function readKey(pem: string, shown: string): KeyObject {
  // Node takes one for the other.
  if (pem.includes('PRIVATE KEY')) {
    throw new AppEngineError(
      'PublicKeyInvalid',
      `${shown} has a private key in it, and must have the public one alone; take it out of the repository and its history, and make another pair: ${MAKE_KEY}`,
    );
  }
  let key: KeyObject | undefined;
  try {
    key = createPublicKey(pem);
  } catch {
    key = undefined;
  }
  if (key !== undefined && isSigningKey(key)) return key;
  const found = key === undefined ? 'is no public key in PEM' : `is one of ${key.asymmetricKeyType ?? 'an unknown kind'}`;
  throw new AppEngineError(
    'PublicKeyInvalid',
    `${shown} ${found}, and must be an Ed25519 or ECDSA P-256 key in PEM; make a pair: ${MAKE_KEY}`,
  );
}

/** As the SSH protocol sends it: what fingerprints are made of. */
function sshEncoding(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const parts =
    key.asymmetricKeyType === 'ed25519'
      ? [Buffer.from('ssh-ed25519'), Buffer.from(x, 'base64url')]
      : [
          Buffer.from('ecdsa-sha2-nistp256'),
          Buffer.from('nistp256'),
          Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
        ];
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
