import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, HealthCheck, Owner, RuntimePool } from '../../../constructs';
import { TerraformStack } from '../../../constructs/cdktf/framework';
import { ReleaseFile } from '../../../constructs/release/release-file';
import { BUILD_RELEASE_VARIABLE } from '../../../constructs/release/source-release';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { synthesize } from '../../../testing/synthesize';
import { release } from '../../fixture/release';
import { tenant } from '../../fixture/tenant';

/** A stack as Terraform gets it, as far as it is looked at here. */
interface Synthesized {
  readonly resource: { readonly docker_image?: object; readonly docker_container: Readonly<Record<string, { readonly image: string }>> };
  readonly data?: { readonly docker_image: Readonly<Record<string, object>> };
}

let directory: string;
const before = process.cwd();
const environment = process.env;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'release-'));
  process.chdir(directory);
  mkdirSync('shop');
  writeFileSync('shop/Dockerfile', 'FROM scratch', { mode: 0o644 });
});

afterEach(() => {
  process.chdir(before);
  process.env = environment;
  rmSync(directory, { recursive: true });
});

function releaseShop(file = ReleaseFile.first(release(1))): void {
  mkdirSync('releases/acme', { recursive: true });
  writeFileSync('releases/acme/shop.json', file.render());
}

function addImage(stack: TenantStack, id = 'ShopImage', name = 'shop'): AppImage {
  return AppImage.fromDirectory(stack, id, 'shop', { release: name });
}

function declared(): TenantStack {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: addImage(stack), healthCheck: HealthCheck.http('/healthz') });
  return stack;
}

function shop(): Synthesized {
  return synthesize(declared()) as unknown as Synthesized;
}

function runs(): string | undefined {
  return Object.values(shop().resource.docker_container).find(({ image }) => image.includes('/acme/'))?.image;
}

test('before the first release the sources are built', () => {
  const { resource, data } = shop();
  expect({ images: Object.keys(resource.docker_image ?? {}), data }).toEqual({
    images: [expect.stringContaining('ShopImage')],
    data: undefined,
  });
});

test('then the file decides: nothing is built, although the sources changed or are gone', () => {
  releaseShop();
  const released = shop();
  expect(runs()).toBe('appengine.invalid/test/acme/shop:111111111111');
  expect(released.resource.docker_image).toBeUndefined();
  writeFileSync('shop/Dockerfile', 'FROM other');
  expect(shop()).toEqual(released);
  rmSync('shop', { recursive: true });
  expect(shop()).toEqual(released);
});

test('Terraform looks at the image before it touches anything', () => {
  releaseShop();
  expect(Object.values(shop().data?.docker_image ?? {})).toEqual([
    {
      name: 'appengine.invalid/test/acme/shop:111111111111',
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.id == "sha256:${'1'.repeat(64)}"}`,
            error_message: expect.stringMatching(/^ReleaseImageChanged: .* release 1 in releases\/acme\/shop\.json /) as string,
          },
        ],
      },
      '//': expect.anything(),
    },
  ]);
});

test('the sources that a release was built from make the same generation as the release', () => {
  const image = addImage(tenant()).imageName;
  const [, tag = ''] = /:([0-9a-f]+)$/.exec(image) ?? [];
  const containers = (): readonly unknown[] =>
    Object.values(shop().resource.docker_container).map((container) => ({ ...container, depends_on: undefined }));
  const built = containers();
  releaseShop(ReleaseFile.first(release(1, { image: { ...release(1).image, tag } })));
  expect(containers()).toEqual(built);
});

test('a rollback is the other image of the file', () => {
  releaseShop(ReleaseFile.first(release(1)).with(release(2)));
  expect(runs()).toContain(':222222222222');
  releaseShop(ReleaseFile.first(release(1)).with(release(2)).at(1));
  expect(runs()).toContain(':111111111111');
});

test('a build of the release looks at the sources, and no other one', () => {
  const image = runs();
  releaseShop();
  process.env = { ...environment, [BUILD_RELEASE_VARIABLE]: 'acme/shop' };
  expect(runs()).toBe(image);
  process.env = { ...environment, [BUILD_RELEASE_VARIABLE]: 'acme/api' };
  expect(runs()).not.toBe(image);
});

test('the stack says which release it declares', () => {
  const image = runs();
  expect(DockerTemplate.of(declared()).output('releases')).toEqual({ shop: { image, directory: 'shop' } });
  releaseShop();
  expect(DockerTemplate.of(declared()).output('releases')).toEqual({
    shop: { image: runs(), directory: 'shop', number: 1, id: `sha256:${'1'.repeat(64)}` },
  });
});

test.each<[string, string, () => unknown]>([
  ['a name that is no name', 'ReleaseNameInvalid', () => addImage(tenant(), 'ShopImage', '../shop')],
  [
    'two images',
    'ReleaseTaken',
    () => {
      const stack = tenant();
      return [addImage(stack), addImage(stack, 'OtherImage')];
    },
  ],
  [
    'no tenant',
    'ReleaseOutsideTenant',
    () => {
      const app = new TestApp();
      const stack = new TerraformStack(app, 'library');
      Owner.attach(stack, new Owner(app.platform.instance, app.platform.host, undefined));
      return AppImage.fromDirectory(stack, 'Image', 'shop', { release: 'shop' });
    },
  ],
  [
    'a file that was edited to nonsense',
    'ReleaseInvalid',
    () => {
      releaseShop();
      writeFileSync('releases/acme/shop.json', '{}');
      return addImage(tenant());
    },
  ],
])('%s is refused', (_, code, make) => {
  expect(make).toThrow(`${code}: `);
});
