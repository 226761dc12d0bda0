import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, BuildStage, HealthCheck, RuntimePool } from '../../../constructs';
import { HardenedStack } from '../../../stacks';
import { App } from '../../../constructs/cdktf/framework';
import { DockerTemplate } from '../../../testing';
import { tenant } from '../../fixture/tenant';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'build-stage-'));
  writeFileSync(join(directory, 'Dockerfile'), 'ARG BUILD\nFROM ${BUILD}\n');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('is built once, in the stack of the tenant that uses it, before the images on it', () => {
  const stack = tenant();
  for (const id of ['One', 'Other']) {
    AppImage.fromDirectory(stack, id, directory, { repository: id.toLowerCase(), from: { BUILD: BuildStage.node(stack) } });
  }
  const template = DockerTemplate.of(stack);
  const stage = template.resourceAt('docker_image', 'acme/NodeBuildStage/Image');

  expect(template.resources.filter(({ type }) => type === 'docker_image')).toHaveLength(3);
  expect(stage.values).toMatchObject({
    name: expect.stringMatching(/^appengine\.invalid\/test\/acme\/build-node:[0-9a-f]{12}$/),
    build: {
      build_args: {
        NODE: expect.stringContaining('/test/node:'),
        NODEJS: expect.stringContaining('/test/nodejs:'),
        NPM: expect.stringContaining('/test/npm:'),
      },
    },
  });
  const { depends_on: after, build } = template.resourceAt('docker_image', 'acme/One').values as {
    readonly depends_on: readonly string[];
    readonly build: { readonly build_args: { readonly BUILD: string } };
  };
  expect(build.build_args.BUILD).toBe(stage.values.name);
  expect(after).toEqual([stage.address]);
});

test('is on the same base as the runtime whose applications it builds', () => {
  const stack = tenant();
  BuildStage.python(stack);
  DockerTemplate.of(stack)
    .resourceAt('docker_image', 'acme/PythonBuildStage/Image')
    .has({ build: { build_args: { PYTHON: stack.platform.images.runtimes.python.imageName } } });
});

test('a tenant that uses none builds none', () => {
  expect(DockerTemplate.of(tenant()).resources.filter(({ type }) => type === 'docker_image')).toEqual([]);
});

test('a container of it is refused', () => {
  const stack = tenant();
  expect(() => new RuntimePool(stack, 'Shop', { image: BuildStage.node(stack), healthCheck: HealthCheck.http('/') })).toThrow(
    /^BuildStageStarted: acme\/Shop\/Replica1: image appengine\.invalid\/test\/acme\/build-node:\w+ is a build stage, .* must not be started; copy what it makes into an image such as platform\.images\.runtimes\.node/,
  );
});

test('needs the runtimes of a platform', () => {
  const stack = new HardenedStack(new App(), 'web');
  expect(() => BuildStage.python(stack)).toThrow(/^RuntimeImagesMissing: /);
});
