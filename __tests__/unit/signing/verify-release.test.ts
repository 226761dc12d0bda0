import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { AppEngineError } from '../../../constructs';
import type { Release, ReleasedFile } from '../../../constructs/release/release';
import { Envelope } from '../../../constructs/signing/envelope';
import type { PublicKey } from '../../../constructs/signing/public-key';
import { readStatement, renderStatement, type BuildRecord } from '../../../constructs/signing/statement';
import { hashOf, verifyRelease } from '../../../constructs/signing/verify-release';
import { release } from '../../fixture/release';
import { ed25519, envelopeOf, p256, recordOf, SHOP, signedRelease, withAttestation, type TestKey } from '../../fixture/signing';

let directory: string;
const [ci, kms, stranger] = [ed25519(), p256('kms'), ed25519('stranger')];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'verify-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

type Signed = Release & { readonly sbom?: ReleasedFile };

function verified(signed: Signed, ...keys: readonly TestKey[]): PublicKey {
  return verifyRelease(
    { directory, place: SHOP, release: signed },
    keys.map(({ publicKey }) => publicKey),
  ).key;
}

function codeOf(signed: Signed, ...keys: readonly TestKey[]): string {
  try {
    verified(signed, ...keys);
    return 'verified';
  } catch (error) {
    if (!(error instanceof AppEngineError)) throw error;
    // Every one says what to do.
    expect(error.message).toContain('; ');
    expect(error.message).toContain('release 1 of acme/shop');
    return error.code;
  }
}

const byCi = (more: Partial<BuildRecord> = {}, one = release(1)): Signed =>
  withAttestation(directory, one, envelopeOf(renderStatement(recordOf(one, more)), ci).render());

test.each([
  ['Ed25519', ci],
  ['ECDSA', kms],
])('a release that was signed by %s is verified by that key, among others', (_, key) => {
  const signed = signedRelease(directory, release(1), key);
  expect(verified(signed, stranger, key)).toBe(key.publicKey);
  expect(codeOf(signed, stranger)).toBe('SignatureUntrusted');
});

test('of several signatures one is enough, and of several keys that has the latest end', () => {
  const [ending, ended] = [ed25519('ending', { until: '2027-06-30' }), ed25519('ended', { until: '2026-01-31' })];
  const signed = signedRelease(directory, release(1), stranger, ended, ending);
  expect(verified(signed, ended, ending)).toBe(ending.publicKey);
  expect(verified(signed, ended)).toBe(ended.publicKey);
  const signedByAll = signedRelease(directory, release(1), ended, ending, ci);
  expect(verified(signedByAll, ended, ending, ci)).toBe(ci.publicKey);
});

test('a release without sources under version control, and one with an SBOM, are verified', () => {
  const one = release(1, { source: { directory: 'apps/shop', dirty: false } });
  expect(codeOf(byCi({}, one), ci)).toBe('verified');
  mkdirSync(join(directory, 'releases/acme/shop'), { recursive: true });
  writeFileSync(join(directory, 'releases/acme/shop/1.spdx.json'), '{}');
  const sbom = { file: 'releases/acme/shop/1.spdx.json', sha256: hashOf('{}') };
  const signed = { ...byCi({ sbom: sbom.sha256 }), sbom };
  expect(codeOf(signed, ci)).toBe('verified');
  writeFileSync(join(directory, sbom.file), '{ }');
  expect(codeOf(signed, ci)).toBe('AttestationMismatch');
  rmSync(join(directory, sbom.file));
  expect(codeOf(signed, ci)).toBe('AttestationMismatch');
  expect(codeOf({ ...signed, sbom: { ...sbom, sha256: hashOf('{ }') } }, ci)).toBe('AttestationMismatch');
  expect(codeOf({ ...byCi(), sbom }, ci)).toBe('AttestationMismatch');
  expect(codeOf(byCi({ sbom: sbom.sha256 }), ci)).toBe('AttestationMismatch');
});

test.each<[string, string, () => Signed]>([
  ['no attestation', 'ReleaseUnsigned', () => release(1)],
  [
    'a file that is gone',
    'AttestationChanged',
    () => {
      const signed = byCi();
      rmSync(join(directory, signed.attestation?.file ?? ''));
      return signed;
    },
  ],
  [
    'a directory in its place',
    'AttestationChanged',
    () => {
      const signed = byCi();
      rmSync(join(directory, signed.attestation?.file ?? ''));
      mkdirSync(join(directory, signed.attestation?.file ?? ''));
      return signed;
    },
  ],
  [
    'another file',
    'AttestationChanged',
    () => {
      const signed = byCi();
      signedRelease(directory, release(1), stranger);
      return signed;
    },
  ],
  ['a file that is no attestation', 'AttestationInvalid', () => withAttestation(directory, release(1), '{}')],
  [
    'a statement of another kind',
    'AttestationInvalid',
    () => withAttestation(directory, release(1), envelopeOf(Buffer.from('{"_type":"x"}'), ci).render()),
  ],
  ['a key that is not trusted', 'SignatureUntrusted', () => signedRelease(directory, release(1), stranger)],
  [
    'a signature that only says it is of a trusted key',
    'SignatureInvalid',
    () => {
      const { payload, signatures } = envelopeOf(renderStatement(recordOf(release(1))), stranger);
      const claimed = signatures.map(({ signature }) => ({ keyid: ci.publicKey.fingerprint, signature }));
      return withAttestation(directory, release(1), new Envelope(payload, claimed).render());
    },
  ],
  [
    'an image with the same name and other content',
    'AttestationMismatch',
    () => byCi({ image: { ...release(1).image, id: release(2).image.id } }),
  ],
  ['the image of another app', 'AttestationMismatch', () => byCi({ image: { ...release(1).image, repository: 'api' } })],
  ['another tag', 'AttestationMismatch', () => byCi({ image: { ...release(1).image, tag: release(2).image.tag } })],
  ['another directory', 'AttestationMismatch', () => byCi({ source: { ...release(1).source, directory: 'apps/api' } })],
  ['another commit', 'AttestationMismatch', () => byCi({ source: release(2).source })],
  ['no commit', 'AttestationMismatch', () => byCi({ source: { directory: 'apps/shop', dirty: false } })],
  ['changes that were not committed', 'AttestationMismatch', () => byCi({ source: { ...release(1).source, dirty: true } })],
])('%s is refused', (_, code, make) => {
  expect(codeOf(make(), ci)).toBe(code);
});

test('any changed byte of the attestation is refused, with its hash in the release changed as well', () => {
  const signed = signedRelease(directory, release(1), ci);
  const path = join(directory, signed.attestation?.file ?? '');
  const text = readFileSync(path);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(text);
      changed.writeUInt8((changed.readUInt8(at) + change) % 256, at);
      writeFileSync(path, changed);
      expect(codeOf(signed, ci)).toBe('AttestationChanged');
      const code = codeOf(withAttestation(directory, release(1), changed.toString('latin1')), ci);
      // Of the whole text only spaces between values, and the name of the key, say nothing.
      if (code === 'verified') expect(meaningOf(changed.toString('latin1'))).toEqual(meaningOf(text.toString()));
    }),
    { numRuns: 500 },
  );
});

function meaningOf(text: string): unknown {
  const { payload, signatures } = Envelope.parse(text);
  return { payload, signatures: signatures.map(({ signature }) => signature) };
}

test.each([
  ['Ed25519', ci],
  ['ECDSA', kms],
])('any changed byte of the statement or of its signature by %s is refused', (_, key) => {
  const { payload, signatures } = envelopeOf(renderStatement(recordOf(release(1))), key);
  const [first] = signatures;
  const signature = first?.signature ?? Buffer.alloc(0);
  const flipped = (bytes: Buffer, at: number, bit: number): Buffer => {
    const changed = Buffer.from(bytes);
    const index = at % bytes.length;
    changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
    return changed;
  };
  const refused = (envelope: Envelope): void => {
    expect(codeOf(withAttestation(directory, release(1), envelope.render()), key)).toBe('SignatureInvalid');
  };
  const keyid = key.publicKey.fingerprint;
  fc.assert(
    fc.property(fc.nat(), fc.nat(7), fc.boolean(), (at, bit, isPayload) => {
      refused(
        isPayload
          ? new Envelope(flipped(payload, at, bit), [{ keyid, signature }])
          : new Envelope(payload, [{ keyid, signature: flipped(signature, at, bit) }]),
      );
    }),
  );
  refused(new Envelope(payload, [{ keyid, signature: signature.subarray(0, -1) }]));
  refused(new Envelope(payload, [{ keyid, signature: Buffer.concat([signature, Buffer.from([0])]) }]));
});

const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => !/[\n\r\u2028\u2029]/.test(value));
const sha256 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

test('a statement says again what it was made of', () => {
  fc.assert(
    fc.property(
      fc.record({
        image: fc.record({
          repository: fc.constantFrom('shop', 'a.b_c'),
          tag: sha256.map((hex) => hex.slice(0, 12)),
          id: sha256.map((hex) => `sha256:${hex}`),
        }),
        source: fc.oneof(
          fc.record({ directory: text, dirty: fc.boolean() }),
          fc.record({ directory: text, revision: sha256.map((hex) => hex.slice(0, 40)), dirty: fc.boolean() }),
        ),
        sbom: fc.option(sha256, { nil: undefined }),
        materials: fc.array(fc.record({ name: text.filter((name) => name !== 'source'), sha256 }), { maxLength: 3 }),
      }),
      ({ image, source, sbom, materials }) => {
        const given = { image, source, ...(sbom === undefined ? {} : { sbom }) };
        expect(readStatement(renderStatement({ ...recordOf(release(1)), ...given, materials }))).toEqual(given);
      },
    ),
  );
});
