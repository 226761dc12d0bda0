import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, HealthCheck, ImagePolicy, RuntimePool } from '../../constructs';
import { ReleaseFile } from '../../constructs/release/release-file';
import { synthesize } from '../../testing/synthesize';
import { Envelope } from '../../constructs/signing/envelope';
import { release } from '../fixture/release';
import { fixedKey, SHOP, signedRelease } from '../fixture/signing';
import { tenant } from '../fixture/tenant';

const before = process.cwd();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'releases-'));
  process.chdir(directory);
});

afterEach(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});

const file = ReleaseFile.first(release(1))
  .with(release(2, { promotedFrom: 'staging/shop 4' }))
  .at(1);

test('the file of two releases, the first of which is current', () => {
  expect(file.render()).toMatchSnapshot();
});

test('the file of a release that is tried', () => {
  const { releases: _releases, ...head } = JSON.parse(file.trying(2, 5).render()) as { readonly releases: unknown };
  expect(head).toMatchSnapshot();
});

test('what Terraform gets of a release', () => {
  mkdirSync('releases/acme', { recursive: true });
  writeFileSync('releases/acme/shop.json', file.render());
  const stack = tenant();
  const image = AppImage.fromSource(stack, 'ShopImage', 'apps/shop', { release: 'shop' });
  new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/healthz') });
  const { data, output } = synthesize(stack);
  expect({ data, output }).toMatchSnapshot();
});

test('what Terraform and the gateway get of a canary', () => {
  mkdirSync('releases/acme', { recursive: true });
  writeFileSync('releases/acme/shop.json', file.trying(2, 5).render());
  const stack = tenant();
  const image = AppImage.fromSource(stack, 'ShopImage', 'apps/shop', { release: 'shop' });
  const shop = new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/healthz'), replicas: 2 });
  stack.route('shop.acme.localhost', shop);
  const { data, output, resource } = synthesize(stack) as {
    readonly data: unknown;
    readonly output: { readonly apps: unknown; readonly releases: unknown };
    readonly resource: {
      readonly docker_container: Readonly<
        Record<string, { readonly name: string; readonly upload?: readonly { readonly file: string; readonly content: string }[] }>
      >;
    };
  };
  const uploads = Object.values(resource.docker_container).flatMap(({ upload = [] }) => upload);
  const [backend] = uploads.filter((one) => one.file.endsWith('/shop.cfg')).map(({ content }) => content);
  expect({ data, apps: output.apps, releases: output.releases, backend }).toMatchSnapshot();
});

test('a release that was signed: its entry, its attestation, and what a review of its stack is told', () => {
  const signed = signedRelease('.', release(1), fixedKey());
  const text = readFileSync(SHOP.attestation(1), 'utf8');
  const statement = JSON.parse(Envelope.parse(text).payload.toString()) as unknown;
  writeFileSync(SHOP.file, ReleaseFile.first(signed).render());
  const stack = tenant('acme', { imagePolicy: ImagePolicy.signed({ keys: [fixedKey().publicKey] }) });
  const image = AppImage.fromSource(stack, 'ShopImage', 'apps/shop', { release: 'shop' });
  new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/healthz') });
  const { '//': comment, output } = synthesize(stack) as unknown as {
    '//': { hardening: { policy: object } };
    output: { security: { value: object } };
  };
  const { policy } = comment.hardening;
  expect({ entry: ReleaseFile.first(signed).render(), text, statement, policy, security: output.security.value }).toMatchSnapshot();
});
