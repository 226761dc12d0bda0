import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { AppImage, BuildSecret, PackageSettings, Runtime, type SourceImageProps } from '../../../constructs';
import { Testing, type TerraformStack } from '../../../constructs/cdktf/framework';
import { DockerTemplate } from '../../../testing';
import { tenant } from '../../fixture/tenant';
import { removeSources, sources } from '../../fixture/sources';

afterAll(removeSources);

const FILES = {
  'package.json': { scripts: { start: 'node bin/www' }, dependencies: { express: '5' } },
  'package-lock.json': '{}',
  'bin/www': '#!/usr/bin/env node',
};

function imageName(directory: string, props?: SourceImageProps): string {
  return AppImage.fromSource(tenant(), 'Image', directory, props).imageName;
}

test('is named after instance, tenant and directory, and its tag after the content', () => {
  const { path } = sources(FILES);
  const before = imageName(path);
  expect(before).toMatch(/^appengine\.invalid\/test\/acme\/shop:[0-9a-f]{12}$/);

  writeFileSync(join(path, 'bin/www'), '#!/usr/bin/env node\n');
  expect(imageName(path)).not.toBe(before);
});

test('has one tag under every umask, for every user, at every time', () => {
  const { path } = sources(FILES);
  const files = ['package.json', 'package-lock.json', 'bin/www'];
  chmodSync(join(path, 'bin/www'), 0o755);
  const expected = imageName(path);
  fc.assert(
    fc.property(fc.constantFrom(0o000, 0o002, 0o022, 0o027, 0o077), fc.integer({ min: 0, max: 2_000_000_000 }), (umask, seconds) => {
      const copy = join(mkdtempSync(join(tmpdir(), 'sources-')), 'shop');
      cpSync(path, copy, { recursive: true });
      for (const file of files) {
        chmodSync(join(copy, file), (file === 'bin/www' ? 0o777 : 0o666) & ~umask);
        utimesSync(join(copy, file), seconds, seconds);
      }
      chmodSync(join(copy, 'bin'), 0o777 & ~umask);
      expect(imageName(copy)).toBe(expected);
      rmSync(join(copy, '..'), { recursive: true });
    }),
    { numRuns: 20 },
  );
});

test('who may start a file is part of it', () => {
  const { path } = sources(FILES);
  chmodSync(join(path, 'bin/www'), 0o700);
  const before = imageName(path);

  chmodSync(join(path, 'bin/www'), 0o600);
  expect(imageName(path)).not.toBe(before);
});

test('leaves out what tools and people leave in sources, unless it is brought back', () => {
  const { path } = sources(FILES);
  const before = imageName(path);
  for (const file of ['.git/HEAD', 'node_modules/a/index.js', '.env', '.env.production', 'packages/a/node_modules/b.js', 'tls.key']) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), 'x');
  }
  // A directory with nothing that the build sees is empty for it.
  mkdirSync(join(path, 'packages/a'), { recursive: true });
  rmSync(join(path, 'packages'), { recursive: true });
  expect(imageName(path)).toBe(before);

  writeFileSync(join(path, '.dockerignore'), '!.env\n');
  expect(imageName(path)).not.toBe(before);
});

test.each<[left: string, files: Readonly<Record<string, string>>]>([
  ['target/shop.jar', { 'pom.xml': '<project/>' }],
  ['log/production.log', { 'config.ru': '' }],
  ['vendor/autoload.php', { 'composer.json': '{ "autoload": {} }', 'index.php': '', '.gitignore': '/vendor/' }],
])('leaves out %s, which its own tools leave', (left, files) => {
  const { path } = sources(files);
  const before = imageName(path);
  mkdirSync(join(path, left, '..'), { recursive: true });
  writeFileSync(join(path, left), 'x');
  expect(imageName(path)).toBe(before);
});

test('settings of the machine reach the build by their paths, and change no tag', () => {
  const { path } = sources(FILES);
  const file = join(sources({ npmrc: '//registry.test/:_authToken=secret' }).path, 'npmrc');
  const { NPM_CONFIG_USERCONFIG: before } = process.env;
  try {
    process.env.NPM_CONFIG_USERCONFIG = file;
    const stack = tenant();
    const { imageName: name } = AppImage.fromSource(stack, 'Image', path);
    const { secrets } = DockerTemplate.of(stack).resourceAt('docker_image', 'acme/Image').values.build as { secrets: { id: string }[] };

    expect(secrets.find(({ id }) => id === 'npmrc')).toEqual({ id: 'npmrc', src: expect.stringMatching(/\/npmrc$/) });
    expect(name).toBe(imageName(path, { packageSettings: PackageSettings.none() }));
    expect(imageName(path, { secrets: [BuildSecret.fromEnvironment('github', 'GITHUB_TOKEN')] })).not.toBe(name);
  } finally {
    if (before === undefined) delete process.env.NPM_CONFIG_USERCONFIG;
    else process.env.NPM_CONFIG_USERCONFIG = before;
  }
});

/** Files of a synthesized stack. */
function synthesized(stack: TerraformStack): string {
  return join(Testing.fullSynth(stack), 'stacks', stack.node.id);
}

test('its Dockerfile lies beside the stack, with what the build does not see', () => {
  const { path } = sources(FILES);
  writeFileSync(join(path, '.dockerignore'), 'docs\n');
  const stack = tenant();
  const { imageName: name } = AppImage.fromSource(stack, 'Image', path, { buildArgs: { VERSION: '1' } });
  const file = `shop-${name.split(':').at(-1) ?? ''}.Dockerfile`;
  const { build } = DockerTemplate.of(stack).resourceAt('docker_image', 'acme/Image').values as {
    build: { dockerfile: string; build_args: object };
  };

  expect(build.dockerfile).toMatch(new RegExp(`/stacks/acme/${file}$`));
  expect(build.build_args).toEqual({ NODE: expect.stringContaining('/node:'), NPM: expect.stringContaining('/npm:'), VERSION: '1' });
  const directory = synthesized(stack);
  try {
    expect(existsSync(join(directory, file))).toBe(true);
    expect(existsSync(join(directory, `${file}.dockerignore`))).toBe(true);
  } finally {
    rmSync(join(directory, '../..'), { recursive: true });
  }
});

test('sources with a Dockerfile are built by it, and by another runtime where that is wanted', () => {
  const { path } = sources({ ...FILES, Dockerfile: 'FROM scratch' });
  expect(imageName(path)).toBe(AppImage.fromDirectory(tenant(), 'Image', path).imageName);
  expect(imageName(path, { runtime: Runtime.node() })).not.toBe(imageName(path));
});

test('outside of a tenant there is nothing to build on', () => {
  const { path } = sources(FILES);
  expect(() => AppImage.fromSource(tenant().platform as never, 'Image', path)).toThrow(
    /^RuntimeImagesMissing: platform\/Image: the sources are built on/,
  );
});
