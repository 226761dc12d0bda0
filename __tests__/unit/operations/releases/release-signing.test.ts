import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import type { Release } from '../../../../constructs/release/release';
import { ReleaseFile } from '../../../../constructs/release/release-file';
import { ReleasePlace } from '../../../../constructs/release/release-place';
import { Envelope } from '../../../../constructs/signing/envelope';
import type { SigningDescription } from '../../../../constructs/signing/signing-description';
import { verifyRelease } from '../../../../constructs/signing/verify-release';
import { copyAttestation, removeAttestations } from '../../../../operations/releases/attestation-files';
import type { StackConfiguration } from '../../../../operations/releases/declared-releases';
import { materialsOf } from '../../../../operations/releases/materials';
import { keysOfProject, signatureOf } from '../../../../operations/releases/release-signature';
import { checkSignature, isSignedBy, signerOf, signRelease } from '../../../../operations/releases/release-signing';
import type { Signer } from '../../../../operations/releases/signer';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';
import { EngineWithImages } from '../../../fixture/engine-with-images';
import { release } from '../../../fixture/release';
import { ed25519, p256, SHOP, signedRelease, type TestKey } from '../../../fixture/signing';

const TODAY = '2026-12-01';
const STAGING = ReleasePlace.parse('staging/shop');
const [ci, kms, stranger] = [ed25519(), p256('kms'), ed25519('stranger')];
let directory: string;
let engine: EngineWithImages;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'signing-'));
  engine = new EngineWithImages(directory);
  await engine.start();
});

afterEach(async () => {
  await engine.stop();
  rmSync(directory, { recursive: true });
});

function session(): Session {
  const environment = {
    DOCKER_HOST: engine.host,
    CI_KEY: ci.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    KMS_KEY: kms.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  return new Session(new Workspace(directory, new Instance({ name: 'blue', projectDirectory: '/' })), environment);
}

/** What the program says: keys that it trusts, and the variable with the one that signs. */
function program(trusted: readonly TestKey[] | undefined, variable?: string): StackConfiguration {
  const signing: SigningDescription = {
    ...(trusted === undefined ? {} : { trusted: trusted.map(({ publicKey }) => publicKey.describe()) }),
    ...(variable === undefined ? {} : { signer: { kind: 'key', key: { kind: 'variable', name: variable } } }),
  };
  return { '//': { signing } };
}

function signer(variable = 'CI_KEY', trusted: readonly TestKey[] | undefined = [ci, kms]): Signer {
  const found = signerOf(session(), SHOP, program(trusted, variable), TODAY);
  if (found === undefined) throw new Error('no signer');
  return found;
}

test.each([
  ['Ed25519', 'CI_KEY', ci],
  ['ECDSA', 'KMS_KEY', kms],
])('a release is signed by %s, and its attestation is what a policy trusts', async (_, variable, key) => {
  const attestation = await signRelease(session(), signer(variable), SHOP, release(3), [
    { name: 'node:0123456789ab', sha256: 'a'.repeat(64) },
  ]);
  expect(attestation.file).toBe('releases/acme/shop/3.intoto.json');
  const signed = { ...release(3), attestation };
  expect(() => {
    checkSignature(session(), SHOP, signed, program([key]), TODAY);
  }).not.toThrow();
  expect(signerOf(session(), SHOP, program([key], variable), TODAY)?.publicKey.name).toBe(key.publicKey.name);
  expect([isSignedBy(session(), signer(variable), SHOP, signed), isSignedBy(session(), signer(variable), SHOP, release(3))]).toEqual([
    true,
    false,
  ]);
  const text = readFileSync(join(directory, attestation.file), 'utf8');
  expect(JSON.parse(Envelope.parse(text).payload.toString())).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/provenance/v1',
    subject: [{ name: 'shop:333333333333', digest: { sha256: '3'.repeat(64) } }],
    predicate: {
      buildDefinition: {
        externalParameters: { release: 'acme/shop', directory: 'apps/shop' },
        resolvedDependencies: [
          { name: 'source', digest: { gitCommit: '3'.repeat(40) }, annotations: { dirty: false } },
          { name: 'node:0123456789ab', digest: { sha256: 'a'.repeat(64) } },
        ],
      },
      runDetails: {
        builder: { version: { 'appengine-constructs': expect.any(String) as string } },
        metadata: { finishedOn: release(3).at },
      },
    },
  });
});

test('the SBOM of a release is signed with it', async () => {
  mkdirSync(join(directory, 'releases/acme/shop'), { recursive: true });
  writeFileSync(join(directory, 'releases/acme/shop/3.spdx.json'), '');
  const sbom = { file: 'releases/acme/shop/3.spdx.json', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' };
  const one = { ...release(3), sbom };
  const signed = { ...one, attestation: await signRelease(session(), signer(), SHOP, one, []) };
  expect(verifyRelease({ directory, place: SHOP, release: signed }, [ci.publicKey]).provenance.sbom).toBe(sbom.sha256);
});

test('a signature that is none of its key is not written', async () => {
  const wrong: Signer = { publicKey: ci.publicKey, sign: () => Promise.resolve(Buffer.alloc(64)) };
  await expect(signRelease(session(), wrong, SHOP, release(3), [])).rejects.toThrow(/^SigningFailed: .*; /);
  expect(existsSync(join(directory, 'releases'))).toBe(false);
});

test('without a signer and a policy nothing is signed; with a signer alone it is', () => {
  expect(signerOf(session(), SHOP, {}, TODAY)).toBeUndefined();
  expect(signerOf(session(), SHOP, program(undefined, 'CI_KEY'), TODAY)?.publicKey.fingerprint).toBe(ci.publicKey.fingerprint);
  expect(() => {
    checkSignature(session(), SHOP, release(1), program(undefined, 'CI_KEY'), TODAY);
  }).not.toThrow();
});

const old = ed25519('old', { until: '2026-11-30' });

test.each<[string, string, () => unknown]>([
  ['a policy without a signer', 'SignerMissing', () => signerOf(session(), SHOP, program([ci]), TODAY)],
  ['a signer that is not trusted', 'SignerUntrusted', () => signerOf(session(), SHOP, program([kms], 'CI_KEY'), TODAY)],
  [
    'a signer that is not trusted any more',
    'SignerUntrusted',
    () => {
      const { name, pem } = ci.publicKey.describe();
      return signerOf(
        session(),
        SHOP,
        { '//': { signing: { ...program(undefined, 'CI_KEY')['//']?.signing, trusted: [{ name, pem, until: '2026-11-30' }] } } },
        TODAY,
      );
    },
  ],
  [
    'a release without a signature',
    'ReleaseUnsigned',
    () => {
      checkSignature(session(), SHOP, release(1), program([ci]), TODAY);
    },
  ],
  [
    'a release of another key',
    'SignatureUntrusted',
    () => {
      checkSignature(session(), SHOP, signedRelease(directory, release(1), stranger), program([ci]), TODAY);
    },
  ],
  [
    'a release of a key that has ended',
    'SignatureUntrusted',
    () => {
      checkSignature(session(), SHOP, signedRelease(directory, release(1), old), program([old]), TODAY);
    },
  ],
])('%s is refused before anything is built or written', (_, code, act) => {
  expect(act).toThrow(new RegExp(`^${code}: .*; `));
});

test('an attestation goes with a release to another tenant, and one that was changed does not', () => {
  const signed = signedRelease(directory, release(4), ci);
  const attestation = copyAttestation(session().workspace, { place: SHOP, release: signed }, { place: STAGING, number: 1 });
  expect(attestation).toEqual({ file: 'releases/staging/shop/1.intoto.json', sha256: signed.attestation?.sha256 });
  const promoted: Release = { ...signed, number: 1, ...(attestation === undefined ? {} : { attestation }) };
  expect(verifyRelease({ directory, place: STAGING, release: promoted }, [ci.publicKey]).key).toBe(ci.publicKey);
  writeFileSync(join(directory, signed.attestation?.file ?? ''), '{}');
  expect(() => copyAttestation(session().workspace, { place: SHOP, release: signed }, { place: STAGING, number: 2 })).toThrow(
    'AttestationChanged: ',
  );
  expect(copyAttestation(session().workspace, { place: SHOP, release: release(1) }, { place: STAGING, number: 2 })).toBeUndefined();
  expect(readdirSync(join(directory, 'releases/staging/shop'))).toEqual(['1.intoto.json']);
});

test('attestations of releases that the file does not name any more are removed, and other files are not', () => {
  const [first, second] = [signedRelease(directory, release(1), ci), signedRelease(directory, release(2), ci)];
  writeFileSync(join(directory, 'releases/acme/shop/1.spdx.json'), '{}');
  removeAttestations(session().workspace, SHOP, ReleaseFile.first(first).with(second));
  expect(readdirSync(join(directory, 'releases/acme/shop')).sort()).toEqual(['1.intoto.json', '1.spdx.json', '2.intoto.json']);
  removeAttestations(session().workspace, SHOP, ReleaseFile.first(second));
  expect(readdirSync(join(directory, 'releases/acme/shop')).sort()).toEqual(['1.spdx.json', '2.intoto.json']);
  removeAttestations(session().workspace, SHOP, undefined);
  expect(readdirSync(join(directory, 'releases/acme/shop'))).toEqual(['1.spdx.json']);
  removeAttestations(session().workspace, STAGING, undefined);
});

test('materials are images that the build is given, and lock files', async () => {
  mkdirSync(join(directory, 'apps/shop'), { recursive: true });
  writeFileSync(join(directory, 'apps/shop/package-lock.json'), '');
  const name = 'appengine.invalid/blue/acme/shop:333333333333';
  engine.images.set('appengine.invalid/blue/node:0123456789ab', { id: `sha256:${'a'.repeat(64)}`, archive: Buffer.alloc(0) });
  const configuration: StackConfiguration = {
    resource: {
      docker_image: {
        shop: {
          name,
          build: {
            build_args: {
              NODE: 'appengine.invalid/blue/node:0123456789ab',
              GONE: 'appengine.invalid/blue/gone:0123456789ab',
              NGINX: `docker.io/library/nginx@sha256:${'b'.repeat(64)}`,
              API: 'https://api.example.com/v1',
            },
          },
        },
        other: { name: 'other' },
      },
    },
  };
  expect(await materialsOf(session(), configuration, 'apps/shop', name)).toEqual([
    { name: 'node:0123456789ab', sha256: 'a'.repeat(64) },
    { name: 'docker.io/library/nginx', sha256: 'b'.repeat(64) },
    { name: 'apps/shop/package-lock.json', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  ]);
});

test('who has signed is known by the keys of the project, without its program', () => {
  const { workspace } = session();
  const of = (one: Release): object | undefined => signatureOf(workspace, SHOP, one, keysOfProject(workspace));
  const signed = signedRelease(directory, release(1), ci);
  expect(of(release(1))).toBeUndefined();
  expect(of(signed)).toEqual({ by: ci.publicKey.fingerprint, isVerified: false, problem: undefined });
  mkdirSync(join(directory, 'releases/keys'), { recursive: true });
  writeFileSync(join(directory, 'releases/keys/ci.pub'), ci.pem);
  writeFileSync(join(directory, 'releases/keys/broken.pub'), 'x');
  writeFileSync(join(directory, 'releases/keys/README'), ci.pem);
  expect(of(signed)).toEqual({ by: 'ci', isVerified: true, problem: undefined });
  expect(of({ ...signed, image: release(2).image })).toEqual({ by: undefined, isVerified: false, problem: 'AttestationMismatch' });
  rmSync(join(directory, signed.attestation?.file ?? ''));
  expect(of(signed)).toEqual({ by: undefined, isVerified: false, problem: 'AttestationChanged' });
});
