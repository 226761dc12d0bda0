import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { digestOf, isSigningKey, MAKE_KEY, PublicKey } from '../../constructs/signing/public-key';
import type { PrivateText, SignerDescription } from '../../constructs/signing/release-signing';
import { run } from '../process/run';
import type { Session } from '../session';

/** Makes signatures. */
export interface Signer {
  /** Key that they are verified with. */
  readonly publicKey: PublicKey;
  /** @throws AppEngineError SigningFailed */
  sign(data: Buffer): Promise<Buffer>;
}

const COMMAND_TIMEOUT_MS = 120_000;
const OF_OTHERS = 0o077;

/** The signer that a program declares. @throws AppEngineError SigningKeyMissing, SigningKeyExposed, SigningKeyInvalid, PublicKeyInvalid */
export function openSigner(session: Session, description: SignerDescription): Signer {
  if (description.kind === 'command') {
    return {
      publicKey: PublicKey.parse(description.publicKey.pem, description.publicKey),
      sign: (data) => signByCommand(session, description.command, data),
    };
  }
  const key = readPrivateKey(session, description.key, description.passphrase);
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { publicKey: PublicKey.parse(pem, { name: 'signer' }), sign: (data) => Promise.resolve(sign(digestOf(key), data, key)) };
}

function readPrivateKey(session: Session, place: PrivateText, passphrase: PrivateText | undefined): KeyObject {
  const pem = readText(session, place, 'signing key');
  const secret =
    passphrase === undefined ? undefined : (readText(session, passphrase, 'passphrase of the signing key').split(/\r?\n/)[0] ?? '');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(secret === undefined ? {} : { passphrase: secret }) });
  } catch {
    const isEncrypted = pem.includes('ENCRYPTED');
    const problem = !isEncrypted
      ? 'is no private key in PEM'
      : secret === undefined
        ? 'is encrypted, and has no passphrase'
        : 'does not open with its passphrase';
    throw new AppEngineError(
      'SigningKeyInvalid',
      `signing key of ${textOf(place)} ${problem}; ${isEncrypted && secret === undefined ? 'name it: { passphrase: Passphrase.fromEnvironment(…) }; a key of cosign signs by ReleaseSigning.command' : `correct it, or make another pair: ${MAKE_KEY}`}`,
    );
  }
  if (isSigningKey(key)) return key;
  throw new AppEngineError(
    'SigningKeyInvalid',
    `signing key of ${textOf(place)} is one of ${key.asymmetricKeyType ?? 'an unknown kind'}, and must be Ed25519 or ECDSA on P-256; make a pair: ${MAKE_KEY}`,
  );
}

/** @param what it is, for messages */
function readText({ workspace, environment }: Session, place: PrivateText, what: string): string {
  if (place.kind === 'variable') {
    const value = environment[place.name];
    if (value !== undefined && value !== '') return value;
    throw new AppEngineError(
      'SigningKeyMissing',
      `${what} must be in variable ${place.name}, which is not set; set it for this command, such as by your shell or CI`,
    );
  }
  const path = resolve(workspace.directory, place.name);
  let mode: number;
  let real: string;
  try {
    real = realpathSync(path);
    mode = statSync(real).mode;
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new AppEngineError(
      'SigningKeyMissing',
      `${what} must be in file ${place.name}, which cannot be read (${code}); put it there, or sign where it is`,
    );
  }
  if (isBelow(repositoryOf(realpathSync(workspace.directory)), real)) {
    throw new AppEngineError(
      'SigningKeyExposed',
      `${what} in file ${place.name} must be outside of the repository, whose files are committed, copied and built; move it, such as to ~/.config, and if it was ever committed, make another pair: ${MAKE_KEY}`,
    );
  }
  if ((mode & OF_OTHERS) !== 0) {
    throw new AppEngineError(
      'SigningKeyExposed',
      `${what} in file ${place.name} must be for its owner alone, and others may read or write it; chmod 600 ${place.name}`,
    );
  }
  return readFileSync(real, 'utf8');
}

/** The checkout around a project; the project itself where it is in none. */
function repositoryOf(project: string): string {
  let directory = project;
  while (!existsSync(join(directory, '.git'))) {
    const parent = dirname(directory);
    if (parent === directory) return project;
    directory = parent;
  }
  return directory;
}

function isBelow(directory: string, path: string): boolean {
  const [first] = relative(directory, path).split(sep);
  return first !== '..';
}

async function signByCommand({ workspace, environment }: Session, command: readonly string[], data: Buffer): Promise<Buffer> {
  const [program = '', ...args] = command;
  const { exitCode, stdout, stderr } = await run(program, args, {
    cwd: workspace.directory,
    environment,
    input: data,
    timeout: COMMAND_TIMEOUT_MS,
  });
  const text = stdout.replace(/\s+/g, '');
  const signature = Buffer.from(text, 'base64');
  if (exitCode === 0 && signature.length > 0 && signature.toString('base64') === text) return signature;
  const problem =
    exitCode === 0
      ? 'printed no signature in base64'
      : `ended with exit code ${String(exitCode)}: ${stderr.trim().split('\n').at(-1) ?? ''}`;
  throw new AppEngineError(
    'SigningFailed',
    `command ${JSON.stringify(program)} ${problem}; run it in a terminal, and sign in where it asks for that`,
  );
}

/** Such as `file /etc/acme/release.key`. */
function textOf({ kind, name }: PrivateText): string {
  return `${kind} ${name}`;
}
