import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import * as constructs from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import * as stacks from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { blocksOf, problemsOf } from './compiler';
import { run } from './run';

const page = read('docs/getting-started.md');
const [tenant = '', program = ''] = blocksOf(page, 'ts');
const commands = blocksOf(page, 'sh').flatMap((block) => block.trim().split('\n'));

/** Programs of the made project that npx starts, by the package that brings them. */
const PROGRAMS: Readonly<Record<string, string>> = { appengine: 'appengine-constructs', cdktf: 'cdktf-cli', jest: 'jest' };

function read(path: string): string {
  return readFileSync(join(packageRoot(), path), 'utf8');
}

test('the tenant compiles, and the compiler would notice', () => {
  const wrong = tenant.replace('replicas: 3', "replicas: 'three'");

  expect(problemsOf({ 'tenants/getting-started.ts': tenant, 'tenants/wrong.ts': wrong })).toEqual([
    "Type 'string' is not assignable to type 'number'.",
  ]);
});

test('it synthesizes to what the page says', () => {
  const exported: { readonly default?: (scope: Construct, platform: stacks.Platform) => stacks.TenantStack } = {};
  const inApps = tenant.replace("'apps/site'", JSON.stringify(join(packageRoot(), 'init', 'apps', 'site')));
  run(inApps, { 'appengine-constructs/constructs': constructs, 'appengine-constructs/stacks': stacks }, exported);
  const app = new TestApp();
  const made = exported.default?.(app, app.platform);
  const containers = made === undefined ? [] : DockerTemplate.of(made).findAll('docker_container');

  expect(containers.filter(({ path }) => path.startsWith('hello/Site/Replica'))).toHaveLength(3);
});

test('the program is that of a made project', () => {
  expect(program).toBe(read('init/main.ts'));
});

test('every file that the page tells of is in a made project', () => {
  const files = [...page.matchAll(/^\| `([^`]+)` /gm)].map(([, path = '']) => path);

  expect(files.length).toBeGreaterThan(4);
  expect(files.filter((path) => !existsSync(join(packageRoot(), 'init', path)))).toEqual([]);
});

test.each(commands)('%s can be run', (command) => {
  const manifest = JSON.parse(read('init/package.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const [, script] = /^npm (?:run )?(up|down|test)$/.exec(command) ?? [];
  const [, name = '', subcommand = ''] = /npx (?:--package appengine-constructs )?([a-z]+) ([a-z]*)/.exec(command) ?? [];

  if (script !== undefined) expect(manifest.scripts).toHaveProperty(script);
  else if (name === '') expect(command).toMatch(/^(cd my-apps|npm install)$/);
  else expect({ ...manifest.dependencies, ...manifest.devDependencies }).toHaveProperty([PROGRAMS[name] ?? name]);
  if (name === 'appengine') expect(read('cli/program.ts')).toContain(`.command('${subcommand}')`);
});
