import * as library from 'constructs';
import type { Construct } from 'constructs';
import * as constructs from '../../../constructs';
import * as stacks from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { blocksOf } from './pages';
import { run } from './run';

const [tenant = ''] = blocksOf('docs/composition.md', 'ts');

test('and synthesizes to what the page says', () => {
  const exported: { readonly default?: (scope: Construct, platform: stacks.Platform) => stacks.TenantStack } = {};
  run(tenant, { constructs: library, 'appengine-constructs/constructs': constructs, 'appengine-constructs/stacks': stacks }, exported);
  const app = new TestApp();
  const made = exported.default?.(app, app.platform);
  if (made === undefined) throw new Error('the page exports no tenant');
  const template = DockerTemplate.of(made);

  template.containerAt('initech/Shop/Web/Replica1').has({
    env: ['OTEL_EXPORTER_OTLP_ENDPOINT=http://traces.example:4318', 'OTEL_SERVICE_NAME=web', 'PRICES_URL=http://prices:8080'],
  });
  expect(JSON.stringify(template.containerAt('initech/Shop/Prices/Replica1').values.labels)).toContain('team-shop');
  expect(template.output('routes')).toMatchObject([{ host: 'shop.initech.localhost', pools: [{ name: 'web' }] }]);
});
