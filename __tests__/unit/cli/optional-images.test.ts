import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionalImagesNamedBelow } from '../../../cli/bootstrap/optional-images';
import { Instance } from '../../../constructs/host/instance';
import { RootImage } from '../../../constructs/image/root-image';
import { ServiceOffer, ServicePool } from '../../../constructs';
import { App } from '../../../constructs/cdktf/framework';
import { PlatformStack } from '../../../stacks';

let directory: string;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'appengine-optional-'))));
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('only a platform that offers object storage needs its server', () => {
  const instance = new Instance({ name: 'test', httpPort: 8080, httpsPort: 8443, projectDirectory: directory });
  const namedWith = (...offers: readonly ServiceOffer[]): readonly string[] => {
    const outdir = join(directory, String(offers.length));
    mkdirSync(join(outdir, 'stacks'), { recursive: true });
    const app = new App({ outdir, stackTraces: false });
    new PlatformStack(app, 'platform', { instance, services: ServicePool.of(...offers) });
    app.synth();
    return optionalImagesNamedBelow(outdir, instance).map(({ name }) => name);
  };
  expect(namedWith(ServiceOffer.valkey())).toEqual([]);
  expect(namedWith(ServiceOffer.valkey(), ServiceOffer.objectStorage())).toEqual([RootImage.versitygw(instance).name]);
});

test('where nothing was synthesized, nothing is needed, and a stack without a configuration is none', () => {
  const instance = new Instance({ name: 'test', httpPort: 8080, httpsPort: 8443, projectDirectory: directory });
  expect(optionalImagesNamedBelow(join(directory, 'none'), instance)).toEqual([]);
  mkdirSync(join(directory, 'stacks', 'half'), { recursive: true });
  writeFileSync(join(directory, 'stacks', 'half', 'other.json'), RootImage.versitygw(instance).name);
  expect(optionalImagesNamedBelow(directory, instance)).toEqual([]);
});
