import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, HealthCheck, RuntimePool } from '../../../constructs';
import { ReleaseFile } from '../../../constructs/release/release-file';
import { BUILD_RELEASE_VARIABLE } from '../../../constructs/release/source-release';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { release } from '../../fixture/release';
import { tenant } from '../../fixture/tenant';

let directory: string;
const before = process.cwd();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'release-'));
  process.chdir(directory);
  mkdirSync('shop');
  writeFileSync('shop/Dockerfile', 'FROM scratch', { mode: 0o644 });
});

afterEach(() => {
  process.chdir(before);
  delete process.env[BUILD_RELEASE_VARIABLE];
  rmSync(directory, { recursive: true });
});

function releaseShop(file = ReleaseFile.first(release(1))): void {
  mkdirSync('releases/acme', { recursive: true });
  writeFileSync('releases/acme/shop.json', file.render());
}

function shop(): TenantStack {
  const stack = tenant();
  const image = AppImage.fromDirectory(stack, 'ShopImage', 'shop', { release: 'shop' });
  new RuntimePool(stack, 'Shop', { image, healthCheck: HealthCheck.http('/healthz') });
  return stack;
}

test('before there is a release, the sources are built as without one', () => {
  const template = DockerTemplate.of(shop());
  console.log(JSON.stringify(template, undefined, 1).slice(0,300));
  releaseShop();
  console.log(JSON.stringify(shop().toTerraform(), undefined, 1));
});
