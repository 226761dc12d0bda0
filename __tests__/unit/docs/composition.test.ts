import * as library from 'constructs';
import type { Construct } from 'constructs';
import * as constructs from '../../../constructs';
import * as stacks from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant as emptyTenant } from '../../fixture/tenant';
import { blocksOf } from './pages';
import { run } from './run';

const [tenant = '', , parts = ''] = blocksOf('docs/composition.md', 'ts');

const modules = { constructs: library, 'appengine-constructs/constructs': constructs, 'appengine-constructs/stacks': stacks };

test('the application synthesizes to what the page says', () => {
  const exported: { readonly default?: (scope: Construct, platform: stacks.Platform) => stacks.TenantStack } = {};
  run(tenant, modules, exported);
  const app = new TestApp();
  const made = exported.default?.(app, app.platform);
  if (made === undefined) throw new Error('the page exports no tenant');
  const template = DockerTemplate.of(made);

  template.containerAt('initech/Shop/Web/Replica1').has({
    env: [
      'HOME=/tmp',
      'LOGNAME=app',
      'OTEL_EXPORTER_OTLP_ENDPOINT=http://traces.example:4318',
      'OTEL_SERVICE_NAME=web',
      'PORT=8080',
      'PRICES_URL=http://prices:8080',
      'USER=app',
    ],
  });
  expect(JSON.stringify(template.containerAt('initech/Shop/Prices/Replica1').values.labels)).toContain('team-shop');
  expect(template.output('routes')).toMatchObject([{ host: 'shop.initech.localhost', pools: [{ name: 'web' }] }]);
});

test('a bindable gives a file to the app that uses it, and a job and a pool share a volume', () => {
  const exported: { readonly Orders?: new (scope: Construct, id: string, image: constructs.IContainerImage) => Construct } = {};
  run(parts, modules, exported);
  const { Orders } = exported;
  if (Orders === undefined) throw new Error('the page exports no construct');
  const stack = emptyTenant();
  new Orders(stack, 'Orders', IMAGE);
  const mountsOf = (path: string): string => JSON.stringify(DockerTemplate.of(stack).containerAt(path).values.mounts);

  expect(mountsOf('acme/Orders/Web/Replica1')).toContain('"target":"/etc/flags"');
  for (const path of ['acme/Orders/Web/Replica1', 'acme/Orders/Migration/Container']) {
    expect(mountsOf(path)).toMatch(/"source":"[a-z]+-acme-orders-data"/);
  }
});
