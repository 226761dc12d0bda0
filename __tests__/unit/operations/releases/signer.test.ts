import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, Passphrase, PublicKey, ReleaseSigning } from '../../../../constructs';
import type { Environment } from '../../../../operations/environment';
import { openSigner, type Signer } from '../../../../operations/releases/signer';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';
import { ed25519, p256 } from '../../../fixture/signing';

const DATA = Buffer.from('data');
const PASSPHRASE = 'correct horse';
let root: string;
let project: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'signer-'));
  project = join(root, 'project');
  mkdirSync(project);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function open(signing: ReleaseSigning, environment: Environment = {}): Signer {
  const workspace = new Workspace(project, new Instance({ name: 'blue', projectDirectory: project }));
  return openSigner(new Session(workspace, { PATH: process.env.PATH, ...environment }), signing.description);
}

function pem(key: KeyObject, passphrase?: string): string {
  const encrypted = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return key.export({ type: 'pkcs8', format: 'pem', ...encrypted }).toString();
}

function fileOf(text: string, mode = 0o600, name = 'release.key'): string {
  const path = join(root, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** A program that signs, as the client of a key management service does. */
function program(lines: string): readonly string[] {
  return [process.execPath, '-e', `const crypto = require('node:crypto'); const data = require('node:fs').readFileSync(0); ${lines}`];
}

describe.each([
  ['Ed25519', ed25519()],
  ['ECDSA on P-256', p256()],
])('a key of %s', (_, { privateKey, publicKey, pem: publicPem }) => {
  test.each<[string, () => Signer]>([
    ['in a file', () => open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey))))],
    ['in a file beside the project', () => open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey)).replace(root, '..')))],
    ['in a variable', () => open(ReleaseSigning.keyFromEnvironment('RELEASE_KEY'), { RELEASE_KEY: pem(privateKey) })],
    [
      'with a passphrase in a file',
      () =>
        open(
          ReleaseSigning.keyFromFile(fileOf(pem(privateKey, PASSPHRASE)), {
            passphrase: Passphrase.fromFile(fileOf(`${PASSPHRASE}\n`, 0o400, 'passphrase')),
          }),
        ),
    ],
    [
      'with a passphrase in a variable',
      () =>
        open(ReleaseSigning.keyFromEnvironment('RELEASE_KEY', { passphrase: Passphrase.fromEnvironment('PASSPHRASE') }), {
          RELEASE_KEY: pem(privateKey, PASSPHRASE),
          PASSPHRASE,
        }),
    ],
    [
      'in a program',
      () =>
        open(
          ReleaseSigning.command(
            program(
              `process.stdout.write(crypto.sign(${privateKey.asymmetricKeyType === 'ec' ? "'sha256'" : 'null'}, data, process.env.KEY).toString('base64').replace(/(.{60})/g, '$1\\n'));`,
            ),
            { publicKey: PublicKey.parse(publicPem, { name: 'kms' }) },
          ),
          { KEY: pem(privateKey) },
        ),
    ],
  ])('%s signs', async (_place, make) => {
    const signer = make();
    expect(signer.publicKey.fingerprint).toBe(publicKey.fingerprint);
    expect(publicKey.verifies(DATA, await signer.sign(DATA))).toBe(true);
  });
});

const { privateKey } = ed25519();

test.each<[string, string, () => unknown, RegExp]>([
  ['no file', 'SigningKeyMissing', () => open(ReleaseSigning.keyFromFile(join(root, 'none'))), /cannot be read \(ENOENT\)/],
  [
    'no variable',
    'SigningKeyMissing',
    () => open(ReleaseSigning.keyFromEnvironment('RELEASE_KEY')),
    /variable RELEASE_KEY, which is not set/,
  ],
  [
    'no passphrase file',
    'SigningKeyMissing',
    () => open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey, PASSPHRASE)), { passphrase: Passphrase.fromFile(join(root, 'none')) })),
    /passphrase of the signing key must be in file/,
  ],
  [
    'a key that others may read',
    'SigningKeyExposed',
    () => open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey), 0o640))),
    /; chmod 600 /,
  ],
  [
    'a key in the project',
    'SigningKeyExposed',
    () => {
      const path = join(project, 'release.key');
      writeFileSync(path, pem(privateKey), { mode: 0o600 });
      return open(ReleaseSigning.keyFromFile('release.key'));
    },
    /must be outside of the repository/,
  ],
  [
    'a key beside the project in its repository',
    'SigningKeyExposed',
    () => {
      mkdirSync(join(root, '.git'));
      return open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey))));
    },
    /must be outside of the repository/,
  ],
  [
    'a link into the project',
    'SigningKeyExposed',
    () => {
      const path = join(project, 'release.key');
      writeFileSync(path, pem(privateKey), { mode: 0o600 });
      symlinkSync(path, join(root, 'link'));
      return open(ReleaseSigning.keyFromFile(join(root, 'link')));
    },
    /must be outside of the repository/,
  ],
  ['no key', 'SigningKeyInvalid', () => open(ReleaseSigning.keyFromFile(fileOf('x'))), /is no private key in PEM/],
  ['the public half', 'SigningKeyInvalid', () => open(ReleaseSigning.keyFromFile(fileOf(ed25519().pem))), /is no private key in PEM/],
  [
    'no passphrase',
    'SigningKeyInvalid',
    () => open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey, PASSPHRASE)))),
    /is encrypted, and has no passphrase/,
  ],
  [
    'another passphrase',
    'SigningKeyInvalid',
    () =>
      open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey, PASSPHRASE)), { passphrase: Passphrase.fromEnvironment('PASSPHRASE') }), {
        PASSPHRASE: 'wrong battery',
      }),
    /does not open with its passphrase/,
  ],
  [
    'a key of another kind',
    'SigningKeyInvalid',
    () => open(ReleaseSigning.keyFromFile(fileOf(pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)))),
    /is one of rsa, and must be/,
  ],
])('%s is refused, and no value of it is in the message', (_, code, make, message) => {
  try {
    make();
    throw new Error('accepted');
  } catch (error) {
    const text = (error as Error).message;
    expect(text).toMatch(new RegExp(`^${code}: .*; `));
    expect(text).toMatch(message);
    expect(text).not.toMatch(/wrong battery|correct horse|BEGIN/);
  }
});

test.each<[string, string, RegExp]>([
  ['fails', "process.stderr.write('not signed in\\n'); process.exit(3);", /ended with exit code 3: not signed in; /],
  ['prints something else', "process.stdout.write('signed!');", /printed no signature in base64; /],
  ['prints nothing', '', /printed no signature in base64; /],
])('a program that %s is an error', async (_, lines, message) => {
  const signer = open(ReleaseSigning.command(program(lines), { publicKey: ed25519().publicKey }));
  await expect(signer.sign(DATA)).rejects.toThrow(/^SigningFailed: /);
  await expect(signer.sign(DATA)).rejects.toThrow(message);
});

test('a program that is not there is an error, and one that reads nothing is none', async () => {
  const { publicKey } = ed25519();
  await expect(open(ReleaseSigning.command(['appengine-no-such-program'], { publicKey })).sign(DATA)).rejects.toThrow(
    'ProgramNotStarted: ',
  );
  const silent = ReleaseSigning.command([process.execPath, '-e', "process.stdout.write('AAAA')"], { publicKey });
  await expect(open(silent).sign(Buffer.alloc(1 << 20))).resolves.toEqual(Buffer.alloc(3));
});

test('a public key is the one of its private key', () => {
  const signer = open(ReleaseSigning.keyFromFile(fileOf(pem(privateKey))));
  const expected = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  expect(signer.publicKey.describe().pem).toBe(expected);
});
