import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProject } from '../../../../operations/releases/build-project';
import type { DeclaredStack } from '../../../../operations/state/manifest';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'build-project-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function stack(name: string, images: object): DeclaredStack {
  const workingDirectory = join('stacks', name);
  mkdirSync(join(directory, workingDirectory), { recursive: true });
  writeFileSync(
    join(directory, workingDirectory, 'cdk.tf.json'),
    JSON.stringify({
      terraform: { required_providers: { docker: {} }, backend: { pg: {} } },
      provider: { docker: [{ host: name }] },
      resource: { docker_image: images, docker_container: { Shop: {} } },
    }),
  );
  return { name, workingDirectory, dependencies: [] };
}

test('one image, those that it is built on, and a state of its own', () => {
  const platform = stack('platform', {
    Node: { name: 'node:1', build: { build_args: { BASE: 'base:1' } }, depends_on: ['docker_network.Other'] },
    Python: { name: 'python:1', build: {} },
  });
  const acme = stack('acme', {
    Shop: { name: 'shop:1', build: { build_args: { BASE: 'node:1', VERSION: '1' } }, depends_on: ['docker_container.Other'] },
    Worker: { name: 'worker:1' },
  });
  expect(buildProject(directory, [platform, acme], acme, 'shop:1')).toEqual({
    terraform: { required_providers: { docker: {} }, backend: { local: { path: 'terraform.tfstate' } } },
    provider: { docker: [{ host: 'acme' }] },
    resource: {
      docker_image: {
        Shop: { name: 'shop:1', build: { build_args: { BASE: 'node:1', VERSION: '1' } }, depends_on: ['docker_image.Node'] },
        Node: { name: 'node:1', build: { build_args: { BASE: 'base:1' } } },
      },
    },
  });
});
