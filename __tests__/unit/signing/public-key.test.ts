import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublicKey } from '../../../constructs';
import { ed25519, fixedKey, p256 } from '../../fixture/signing';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'public-key-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function fileOf(text: string, name = 'anna.pub'): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** Made by `openssl`, with the fingerprint that `ssh-keygen -l` shows. */
const KNOWN = {
  pem: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHA/5gut/koBlgLuVx+hSNXaL7DYe
+Hq5BNNjM3dJCFgFoCksoEIuiqP30DxGvi8PnJz07vooaWTso3sQHUbkPA==
-----END PUBLIC KEY-----
`,
  fingerprint: 'SHA256:RrpEvEfQ0TR1UGGgrnpaYaje5Fw2upLB+BvoFmEklyc',
};

test('a key has the name of its file, and the fingerprint that ssh-keygen shows', () => {
  const key = PublicKey.file(fileOf(KNOWN.pem));
  expect(key).toMatchObject({ name: 'anna', fingerprint: KNOWN.fingerprint, until: undefined });
  expect(PublicKey.file(fileOf(fixedKey().pem), { name: 'ci', until: '2027-01-31' })).toMatchObject({
    name: 'ci',
    until: '2027-01-31',
    fingerprint: 'SHA256:u+j7WJe8m4sOSvP+ravJUwSOk3a4v3GYvrr4MMhyP9o',
  });
});

test.each([
  ['Ed25519', ed25519()],
  ['ECDSA on P-256', p256()],
])('%s: a signature is of these bytes and this key alone', (_, { privateKey, publicKey, pem }) => {
  const data = Buffer.from('data');
  const signature = sign(privateKey.asymmetricKeyType === 'ec' ? 'sha256' : null, data, privateKey);
  expect(publicKey.verifies(data, signature)).toBe(true);
  expect(PublicKey.parse(pem, publicKey.describe()).verifies(data, signature)).toBe(true);
  expect(publicKey.verifies(Buffer.from('Data'), signature)).toBe(false);
  expect(publicKey.verifies(data, Buffer.alloc(signature.length))).toBe(false);
  expect(publicKey.verifies(data, Buffer.alloc(0))).toBe(false);
  expect(ed25519().publicKey.verifies(data, signature)).toBe(false);
  expect(p256().publicKey.verifies(data, signature)).toBe(false);
});

test('a key counts on its last day, and not on the next one', () => {
  const { publicKey } = ed25519('old', { until: '2027-01-31' });
  expect(['2027-01-30', '2027-01-31', '2027-02-01'].map((today) => publicKey.hasEnded(today))).toEqual([false, false, true]);
  expect(ed25519().publicKey.hasEnded('9999-01-01')).toBe(false);
});

test.each<[string, () => PublicKey, RegExp]>([
  ['a file that is not there', () => PublicKey.file(join(directory, 'none.pub')), /cannot be read \(ENOENT\); .*openssl pkey/],
  ['a directory', () => PublicKey.file(directory), /cannot be read \(EISDIR\)/],
  ['no key', () => PublicKey.file(fileOf('ssh-ed25519 AAAA anna')), /is no public key in PEM/],
  [
    'the private half',
    () => PublicKey.file(fileOf(ed25519().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())),
    /has a private key in it, and must have the public one alone; take it out/,
  ],
  [
    'another kind of key',
    () =>
      PublicKey.file(
        fileOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()),
      ),
    /is one of rsa, and must be an Ed25519 or ECDSA P-256 key/,
  ],
  [
    'another curve',
    () =>
      PublicKey.file(
        fileOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'pem' }).toString()),
      ),
    /is one of ec, and must be/,
  ],
  ['a name with a space', () => PublicKey.file(fileOf(KNOWN.pem), { name: 'anna b' }), /name "anna b", which must be/],
  ['an end that is no day', () => PublicKey.file(fileOf(KNOWN.pem), { until: '2027-02-30' }), /until "2027-02-30", which must be a day/],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(/^PublicKeyInvalid: /);
  expect(make).toThrow(message);
});
