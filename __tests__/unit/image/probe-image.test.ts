import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerHost, HardenedContainer, HealthCheck, ProbeImage, Volume, WritablePath } from '../../../constructs';
import { App } from '../../../constructs/cdktf/framework';
import { HardenedStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { REQUIRED_PROPS } from '../../fixture/every-prop';
import { withProbeBinaries } from '../../fixture/probe-binaries';
import { tenant } from '../../fixture/tenant';

let outdir: string;
let stack: HardenedStack;

const directory = withProbeBinaries();

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'probe-image-'));
  const host = DockerHost.unix('/var/run/docker.sock');
  stack = new HardenedStack(new App({ outdir }), 'web', { host, registries: ['registry.test'] });
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

test('a stack of your own builds the image of the probe, before the first container', () => {
  new HardenedContainer(stack, 'One', REQUIRED_PROPS);
  new HardenedContainer(stack, 'Two', { ...REQUIRED_PROPS, name: 'two' });
  const template = DockerTemplate.of(stack);
  const [image, ...more] = template.findAll('docker_image');

  expect(more).toEqual([]);
  // By the engine itself: nobody has to set DOCKER_HOST.
  expect(image?.values.build).toMatchObject({ force_remove: true, use_legacy_builder: true });
  expect(image?.values.name).toMatch(/^appengine\.invalid\/web\/probe:[0-9a-f]{12}$/);
  expect(template.containerAt('web/Probe/Loader').values).toMatchObject({
    image: image?.values.name,
    depends_on: expect.arrayContaining([image?.address]),
  });
});

test('also where it only gives a volume to its user', () => {
  const writable = [WritablePath.volume('/data', new Volume(stack, 'Data', { name: 'data' }))];
  new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, healthCheck: HealthCheck.none('because of a test'), writable });
  const template = DockerTemplate.of(stack);
  const [image] = template.findAll('docker_image');

  expect(JSON.stringify(template.containerAt('web/App').values.provisioner)).toContain(`"--probe","${String(image?.values.name)}"`);
  expect(template.containerAt('web/App').values.depends_on).toContain(image?.address);
});

test('and not without a need for it', () => {
  new HardenedContainer(stack, 'App', { ...REQUIRED_PROPS, healthCheck: HealthCheck.command(['/healthy']) });

  DockerTemplate.of(stack).resourceCount('docker_image', 0);
});

test('the platform has it by name', () => {
  const { dependables, imageName } = ProbeImage.of(tenant());

  expect(dependables).toEqual([]);
  expect(imageName).toMatch(/^appengine\.invalid\/test\/probe:[0-9a-f]{12}$/);
});

test('without the binaries nothing is synthesized', () => {
  rmSync(directory(), { recursive: true });

  expect(() => new HardenedContainer(stack, 'App', REQUIRED_PROPS)).toThrow(
    /^ProbeNotBuilt: web\/Probe: health probe ".*\/Dockerfile" must be there, .* run `npm run build`$/,
  );
});
