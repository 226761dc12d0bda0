import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import * as constructs from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import * as stacks from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { blocksOf, readPage } from './pages';
import { run } from './run';

const page = readPage('docs/getting-started.md');
const [tenant = '', program = ''] = blocksOf('docs/getting-started.md', 'ts');
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
  expect(program).toBe(readPage('init/main.ts'));
});

test('every file that the page tells of is in a made project', () => {
  const files = [...page.matchAll(/^\| `([^`]+)` /gm)].map(([, path = '']) => path);

  expect(files.length).toBeGreaterThan(4);
  expect(files.filter((path) => !existsSync(join(packageRoot(), 'init', path)))).toEqual([]);
});
