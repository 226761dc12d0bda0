import type { Construct } from 'constructs';
import * as constructs from '../../../constructs';
import * as stacks from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { PASSWORD_HASH } from '../../fixture/every-route';
import { blocksOf, readPage } from './pages';
import { run } from './run';

const page = readPage('docs/routes.md');
const [tenant = ''] = blocksOf('docs/routes.md', 'ts');

test('and synthesizes with its routes', () => {
  const exported: { readonly default?: (scope: Construct, platform: stacks.Platform) => stacks.TenantStack } = {};
  const process = { env: { STAFF_HASH: PASSWORD_HASH } };
  run(tenant, { 'appengine-constructs/constructs': constructs, 'appengine-constructs/stacks': stacks }, exported, { process });
  const app = new TestApp();
  const made = exported.default?.(app, app.platform);
  const containers = made === undefined ? [] : DockerTemplate.of(made).findAll('docker_container');

  expect(containers.map(({ path }) => path).filter((path) => path.includes('/Backends/'))).toEqual([
    'initech/Gateway/Backends/api/Resource',
    'initech/Gateway/Backends/next/Resource',
    'initech/Gateway/Backends/shop/Resource',
  ]);
});

test('the page has every policy and every prop of a route', () => {
  const policies = Object.entries(constructs)
    .filter(([name, value]) => typeof value === 'function' && 'rules' in (value.prototype as object) && name !== 'Route')
    .map(([name]) => name);
  const [, declaration = ''] = /interface RouteProps \{([^}]*)\}/.exec(readPage('constructs/gateway/route.ts')) ?? [];
  const props = [...declaration.matchAll(/readonly (\w+)\?:/g)].map(([, name = '']) => name);

  expect([policies.length, props.length].every((count) => count > 7)).toBe(true);
  expect(policies.filter((name) => !page.includes(`| \`${name}.`))).toEqual([]);
  expect(props.filter((name) => !page.includes(`| \`${name}\``))).toEqual([]);
});
