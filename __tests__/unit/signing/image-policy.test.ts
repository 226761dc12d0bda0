import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppImage,
  HealthCheck,
  ImagePolicy,
  ImageReference,
  Job,
  Passphrase,
  PublicKey,
  ReleaseSigning,
  RuntimePool,
  UnsignedImage,
} from '../../../constructs';
import type { IContainerImage } from '../../../constructs';
import { Container } from '../../../constructs/cdktf/bindings';
import { ReleaseFile } from '../../../constructs/release/release-file';
import type { Release } from '../../../constructs/release/release';
import { RELEASE_COMMAND_VARIABLE } from '../../../constructs/release/source-release';
import { AUDIT_VARIABLE } from '../../../guidelines/audit';
import { Hardening } from '../../../guidelines/cdktf';
import { TenantStack, type Platform, type TenantStackProps } from '../../../stacks';
import { TestApp } from '../../../testing';
import { synthesize } from '../../../testing/synthesize';
import { IMAGE } from '../../fixture/tenant';
import { release } from '../../fixture/release';
import { ed25519, fixedKey, p256, signedRelease, type TestKey } from '../../fixture/signing';

const REASON = 'because of a test';
let directory: string;
const before = process.cwd();
const environment = process.env;
const [ci, kms, stranger] = [ed25519(), p256('kms'), ed25519('stranger')];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'image-policy-'));
  process.chdir(directory);
  mkdirSync('shop');
  writeFileSync('shop/Dockerfile', 'FROM scratch', { mode: 0o644 });
});

afterEach(() => {
  process.chdir(before);
  process.env = environment;
  rmSync(directory, { recursive: true });
});

function publish(...releases: readonly Release[]): void {
  const [first = release(1), ...more] = releases;
  mkdirSync('releases/acme', { recursive: true });
  writeFileSync('releases/acme/shop.json', more.reduce((file, one) => file.with(one), ReleaseFile.first(first)).render());
}

function trusting(...keys: readonly TestKey[]): ImagePolicy {
  return ImagePolicy.signed({ keys: keys.map(({ publicKey }) => publicKey) });
}

interface Declared {
  readonly image?: (stack: TenantStack) => IContainerImage;
  readonly props?: Partial<TenantStackProps>;
  /** Of the platform. */
  readonly platform?: Pick<Platform, 'imagePolicy' | 'signing'>;
}

const ofRelease = (stack: TenantStack): AppImage => AppImage.fromDirectory(stack, 'ShopImage', 'shop', { release: 'shop' });

function declared({ image = ofRelease, props = { imagePolicy: trusting(ci, kms) }, platform = {} }: Declared = {}): TenantStack {
  const app = new TestApp();
  const stack = new TenantStack(app, 'acme', { ...props, platform: { ...described(app), ...platform } });
  const shop = new RuntimePool(stack, 'Shop', { image: image(stack), healthCheck: HealthCheck.http('/healthz') });
  stack.route('shop.acme.localhost', shop);
  return stack;
}

function described({ platform: { instance, host, images, services, registries } }: TestApp): Platform {
  return { instance, host, images, services, registries };
}

/** Results of the rule, each once. */
function found(stack: TenantStack): readonly string[] {
  process.env = { ...environment, [AUDIT_VARIABLE]: '1' };
  synthesize(stack);
  process.env = environment;
  const rows = Hardening.of(stack)
    .report()
    .rows.filter(({ rule, status }) => rule === 'SDG-01.7' && status !== 'not-applicable');
  return [...new Set(rows.map(({ status, value }) => `${status} ${value}`))].sort();
}

/** Those of signatures, as the stack says them for a review. */
function exemptions(stack: TenantStack): readonly object[] {
  const { output } = synthesize(stack) as unknown as { output: { security: { value: { exemptions: readonly { id: string }[] } } } };
  return output.security.value.exemptions.filter(({ id }) => id === 'signed-image');
}

test('without a policy no image needs a signature', () => {
  expect(found(declared({ props: {} }))).toEqual([]);
});

test('an image of a signed release runs, and so do those of the platform', () => {
  publish(signedRelease(directory, release(1), kms));
  expect(found(declared())).toEqual(['pass signed by kms']);
});

test('a release that is tried is judged as the current one is', () => {
  const signed = [1, 2].map((number) => signedRelease(directory, release(number), ci));
  mkdirSync('releases/acme', { recursive: true });
  const write = (second: Release): void => {
    const [first = release(1)] = signed;
    writeFileSync('releases/acme/shop.json', ReleaseFile.first(first).with(second).at(1).trying(2, 5).render());
  };

  write(signed[1] ?? release(2));
  expect(found(declared())).toEqual(['pass signed by ci']);
  write(release(2));
  expect(found(declared())).toEqual([
    expect.stringMatching(/^fail ReleaseUnsigned: release 2 of acme\/shop has no signature/),
    'pass signed by ci',
  ]);
});

test.each<[string, () => void, string]>([
  ['no release', () => undefined, 'fail ReleaseMissing: acme/shop has no release yet, and needs a signed one'],
  [
    'a release without a signature',
    () => {
      publish(release(1));
    },
    'fail ReleaseUnsigned: release 1 of acme/shop has no signature, and needs one',
  ],
  [
    'a release that another key has signed',
    () => {
      publish(signedRelease(directory, release(1), stranger));
    },
    `fail SignatureUntrusted: release 1 of acme/shop is signed by ${stranger.publicKey.fingerprint}, and not by ci or kms`,
  ],
  [
    'an image that was not signed, in the entry of one that was',
    () => {
      const signed = signedRelease(directory, release(1), ci);
      publish({ ...signed, image: { ...signed.image, id: release(2).image.id } });
    },
    `fail AttestationMismatch: release 1 of acme/shop has another image than the signed one: ${release(2).image.id} in place of ${release(1).image.id}`,
  ],
  [
    'an attestation that was changed',
    () => {
      const signed = signedRelease(directory, release(1), ci);
      publish(signed);
      writeFileSync(signed.attestation?.file ?? '', readFileSync(signed.attestation?.file ?? '', 'utf8').replace('payload', 'Payload'));
    },
    'fail AttestationChanged: release 1 of acme/shop has releases/acme/shop/1.intoto.json, which has changed',
  ],
  [
    'a rollback to a release from before',
    () => {
      publish(release(1), signedRelease(directory, release(2), ci));
      writeFileSync('releases/acme/shop.json', readFileSync('releases/acme/shop.json', 'utf8').replace('"current": 2', '"current": 1'));
    },
    'fail ReleaseUnsigned: release 1 of acme/shop has no signature, and needs one',
  ],
])('%s is a finding that stops the synth', (_, prepare, value) => {
  prepare();
  expect(found(declared())).toEqual([value]);
  expect(() => synthesize(declared())).toThrow('SDG-01.7 high   acme/Shop/Replica1');
});

test.each<[string, (stack: TenantStack) => IContainerImage, string]>([
  ['an image of a registry', () => IMAGE, `of no release: ${IMAGE.imageName}`],
  [
    'an image without releases',
    (stack) => AppImage.fromDirectory(stack, 'ShopImage', 'shop'),
    'of no release: appengine.invalid/test/acme/shop:',
  ],
])('%s is refused, unless it says why not', (_, image, value) => {
  expect(found(declared({ image }))).toEqual([expect.stringContaining(`fail ${value}`)]);
  const stack = declared({ image: (scope) => UnsignedImage.of(image(scope), REASON) });
  expect(found(stack)).toEqual([expect.stringContaining(`waived ${value}`)]);
  expect(stack.node.validate()).toEqual([]);
  expect(exemptions(stack)).toEqual([{ path: 'acme/Shop/Replica1', id: 'signed-image', default: 'signed image', reason: REASON }]);
});

test('a raw container is looked at as well, and a waiver can accept it for a time', () => {
  publish(signedRelease(directory, release(1), ci));
  const stack = declared();
  new Container(stack, 'Raw', { name: 'raw', image: `appengine.invalid/test/acme/other:${'0'.repeat(12)}` });
  expect(found(stack)).toEqual([`fail of no release: appengine.invalid/test/acme/other:${'0'.repeat(12)}`, 'pass signed by ci']);
  Hardening.of(stack).waive({ rule: 'SDG-01.7', target: 'acme/Raw', reason: REASON, owner: 'tests', expires: '2026-12-31' });
  Hardening.of(stack).attach({ today: '2026-12-01' });
  expect(found(stack)).toEqual(['pass signed by ci', expect.stringMatching(/^waived /)]);
});

test('a reason is a reason', () => {
  expect(() => UnsignedImage.of(IMAGE, 'because')).toThrow('ReasonTooShort: ');
  expect(() => ImagePolicy.unsigned('because')).toThrow('ReasonTooShort: ');
});

test('the platform decides for all tenants, and a tenant for itself', () => {
  publish(signedRelease(directory, release(1), stranger));
  const platform = { imagePolicy: trusting(ci) };
  expect(found(declared({ props: {}, platform }))).toEqual([expect.stringMatching(/^fail SignatureUntrusted: /)]);
  expect(found(declared({ props: { imagePolicy: trusting(stranger) }, platform }))).toEqual(['pass signed by stranger']);
  const off = declared({ props: { imagePolicy: ImagePolicy.unsigned(REASON) }, platform });
  expect(found(off)).toEqual([]);
  expect(exemptions(off)).toEqual([{ path: 'acme', id: 'signed-image', default: 'signed image', reason: REASON }]);
});

test('keys overlap while one is exchanged for another, and the old one ends', () => {
  const old = ed25519('old', { until: '2027-01-31' });
  publish(signedRelease(directory, release(1), old));
  const stack = declared({ props: { imagePolicy: trusting(old, ci) } });
  const on = (today: string): readonly string[] => {
    Hardening.of(stack).attach({ today });
    return found(stack);
  };
  expect(on('2027-01-31')).toEqual(['pass signed by old']);
  expect(on('2027-02-01')).toEqual(['fail signed by old, whose signatures counted until 2027-01-31']);
  publish(signedRelease(directory, release(1), old, ci));
  expect(found(declared({ props: { imagePolicy: trusting(old, ci) } }))).toEqual(['pass signed by ci']);
});

test('the verdicts and the keys travel with the configuration, and what signs does not', () => {
  publish(signedRelease(directory, release(1), fixedKey()));
  const signing = ReleaseSigning.keyFromFile('/keys/release.key', { passphrase: Passphrase.fromEnvironment('PASSPHRASE') });
  const json = synthesize(declared({ props: { imagePolicy: trusting(fixedKey()), signing } }));
  expect(json).toMatchObject({
    '//': { hardening: { policy: { signatures: [{ image: 'appengine.invalid/test/acme/shop:111111111111', signer: 'ci' }] } } },
    output: { security: { value: { signers: { ci: fixedKey().publicKey.fingerprint } } } },
  });
  expect(JSON.stringify(json)).not.toContain('release.key');
  expect(JSON.stringify(json)).not.toContain('PUBLIC KEY');
});

test('a policy and a signature change no container', () => {
  publish(release(1));
  const containers = (stack: TenantStack): unknown =>
    (synthesize(stack) as { resource: { docker_container: object } }).resource.docker_container;
  const without = containers(declared({ props: {} }));
  publish(signedRelease(directory, release(1), ci));
  expect(containers(declared())).toEqual(without);
});

test('a command about releases is told who signs and who is trusted, and is stopped by no signature', () => {
  process.env = { ...environment, [RELEASE_COMMAND_VARIABLE]: '1' };
  const key = fixedKey();
  const signing = ReleaseSigning.keyFromFile('/keys/release.key', { passphrase: Passphrase.fromEnvironment('PASSPHRASE') });
  const stack = declared({ props: {}, platform: { imagePolicy: trusting(key), signing } });
  expect(stack.node.validate()).toEqual([]);
  expect(synthesize(stack)).toMatchObject({
    '//': {
      signing: {
        trusted: [{ name: 'ci', pem: key.pem }],
        signer: { kind: 'key', key: { kind: 'file', name: '/keys/release.key' }, passphrase: { kind: 'variable', name: 'PASSPHRASE' } },
      },
    },
  });
});

test.each<[string, () => unknown]>([
  ['no key', () => ImagePolicy.signed({ keys: [] })],
  ['a key twice', () => ImagePolicy.signed({ keys: [ci.publicKey, PublicKey.parse(ci.pem, { name: 'again' })] })],
  ['a name twice', () => trusting(ci, ed25519('ci'))],
])('%s is no policy', (_, make) => {
  expect(make).toThrow(/^ImagePolicyInvalid: .*; /);
});

test('a command that signs has a program', () => {
  expect(() => ReleaseSigning.command([], { publicKey: ci.publicKey })).toThrow(/^ReleaseSigningInvalid: .*; /);
});

test('a job needs a signed image as well', () => {
  publish(signedRelease(directory, release(1), ci));
  const stack = declared();
  new Job(stack, 'Migrate', { image: ImageReference.digest(`registry.test/tool@sha256:${'b'.repeat(64)}`), command: ['run'] });
  expect(found(stack)).toContain(`fail of no release: registry.test/tool@sha256:${'b'.repeat(64)}`.slice(0, 'fail '.length + 120));
});
