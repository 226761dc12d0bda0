import {
  Cpu,
  HealthCheck,
  Memory,
  Postgres,
  Previews,
  RuntimePool,
  Seed,
  ServiceOffer,
  ServicePool,
  SharedPlan,
  Size,
  type SharedPlanProps,
  type SharedServiceProps,
} from '../../../constructs';
import { SharedServerNames } from '../../../constructs/services/shared/shared-server-names';
import { TenantStack } from '../../../stacks';
import { PreviewPlatform } from '../../../stacks/preview-platform';
import { Preview } from '../../../constructs/tenancy/preview';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';
import { SharedApp } from '../../fixture/shared-app';

const healthCheck = HealthCheck.tcp();
const HOST = 'orders.postgres.shared.appengine.internal';

function sharing(name: string, app: SharedApp): TenantStack {
  return new TenantStack(app, name, { platform: app.platform, quota: { memory: Memory.gibibytes(4), cpu: Cpu.cores(4) } });
}

function declaration(template: DockerTemplate, path: string): unknown {
  const { values } = template.containerAt(path);
  const [upload] = values.upload as readonly { readonly content: string; readonly file: string }[];
  return { file: upload?.file, ...(JSON.parse(upload?.content ?? '') as object) };
}

test('a tenant has a gateway, and a declaration that knows no password', () => {
  const app = new SharedApp();
  const acme = sharing('acme', app);
  const orders = Postgres.shared(acme, 'Orders', { storage: Size.mebibytes(512), connections: 5 });
  new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck, uses: [orders] });
  const template = DockerTemplate.of(acme);

  const gateway = template.containerAt('acme/Orders/Gateway/Container').values;
  expect(gateway.networks_advanced).toEqual([
    { name: 'test-shared-postgres', aliases: [] },
    { name: 'test-acme-orders-bindings', aliases: [HOST] },
  ]);
  expect(gateway.labels).toEqual(
    expect.arrayContaining([
      { label: 'appengine.role', value: 'service-gateway' },
      { label: 'appengine.tenant', value: 'acme' },
    ]),
  );
  expect(declaration(template, 'acme/Orders/Platform/Declaration/Loader')).toEqual({
    file: '/volume/acme--orders.json',
    tenant: 'acme',
    service: 'orders',
    gateway: gateway.name,
    storage: 512,
    connections: 5,
    users: ['shop-1'],
  });
});

test('an app is in the network of its service alone, and volumes of the server are seen by what ends at once', () => {
  const app = new SharedApp();
  const acme = sharing('acme', app);
  const orders = Postgres.shared(acme, 'Orders');
  new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck, uses: [orders] });
  const template = DockerTemplate.of(acme);

  const replica = template.containerAt('acme/Shop/Replica1').values;
  expect(replica.networks_advanced).toEqual([
    { name: 'test-acme-apps', aliases: [] },
    { name: 'test-acme-orders-bindings', aliases: ['shop-1.users.appengine.internal'] },
  ]);
  expect(JSON.stringify(replica)).not.toContain('shared-postgres');
  const binder = template.containerAt('acme/Shop/OrdersBinding/Binder/Container').values;
  expect(binder.command).toEqual(['bind-share', '/bindings/orders', HOST, '5432', 'acme', 'orders', 'shop-1']);
  expect(binder.mounts).toEqual(
    expect.arrayContaining([
      { type: 'volume', source: 'test-shared-postgres-authority', target: '/public', read_only: true },
      expect.objectContaining({ source: 'test-shared-postgres-verifiers', target: '/verifiers' }),
    ]),
  );
  const labels = (binder.labels as readonly { readonly label: string }[]).map(({ label }) => label);
  expect(labels).not.toContain('appengine.tenant');
  expect(binder).toMatchObject({ start: false, must_run: false, restart: 'no' });
});

test('the server is the platform’s, in a network without tenants', () => {
  const app = new SharedApp();
  const names = new SharedServerNames('test', 'postgres');
  const { values } = DockerTemplate.of(app.platform).containerAt('platform/SharedPostgreSQL/Container');

  expect(values.networks_advanced).toEqual([
    { name: 'test-shared-postgres-alone', aliases: [] },
    { name: 'test-shared-postgres', aliases: [], ipv4_address: names.address },
  ]);
  expect(values.ports).toBeUndefined();
  expect(values.command).toEqual([
    ...['share', 'postgres.shared.appengine.internal', '10', '42'],
    ...['-c', 'max_connections=130', '-c', 'shared_buffers=256MB', '-c', 'effective_cache_size=614MB', '-c', 'maintenance_work_mem=21MB'],
    ...[
      '-c',
      'work_mem=1MB',
      '-c',
      'max_wal_size=512MB',
      '-c',
      'wal_compression=on',
      '-c',
      'default_statistics_target=30',
      '-c',
      'temp_file_limit=102MB',
    ],
    ...['-c', 'max_worker_processes=0', '-c', 'max_logical_replication_workers=0', '-c', 'authentication_timeout=10s'],
    ...['-c', 'max_notify_queue_pages=1024'],
  ]);
  expect(values).toMatchObject({ read_only: true, capabilities: { drop: ['ALL'] }, stop_signal: 'SIGINT' });
});

test('another tenant changes neither the server nor the tenants that are there', () => {
  const namesWith = (others: readonly string[]): unknown => {
    const app = new SharedApp();
    const [acme] = ['acme', ...others].map((name) => {
      const stack = sharing(name, app);
      new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [Postgres.shared(stack, 'Orders')] });
      return stack;
    });
    if (acme === undefined) throw new Error('there is one');
    return [DockerTemplate.of(app.platform).toSnapshot(), DockerTemplate.of(acme).toSnapshot()];
  };
  expect(namesWith(['globex'])).toEqual(namesWith([]));
});

test('the states tell of plans and shares', () => {
  const app = new SharedApp();
  const acme = sharing('acme', app);
  const orders = Postgres.shared(acme, 'Orders', { connections: 4 });
  new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck, uses: [orders] });

  expect(DockerTemplate.of(app.platform).output('catalogue')).toEqual([
    {
      type: 'postgres',
      title: 'PostgreSQL',
      version: '17',
      memory: 1024,
      shared: { databases: 10, connections: 10, memory: 1024, storage: 1024 },
    },
  ]);
  const template = DockerTemplate.of(acme);
  expect(template.output('services')).toEqual({
    orders: { type: 'postgres', version: '17', memory: 0, shared: { storage: 1024, connections: 4 }, usedBy: ['shop'], rotation: 1 },
  });
  expect(template.output('apps')).toMatchObject({ orders: { kind: 'backing-service', replicas: 1 } });
});

describe('what is refused', () => {
  const refused = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const shared = (props: SharedServiceProps) => (): unknown => Postgres.shared(sharing('acme', new SharedApp()), 'Orders', props);

  test('a plan that the platform does not have', () => {
    expect(refused(() => Postgres.shared(tenant(), 'Orders'))).toMatch(
      /^SharedPlanNotOffered: acme\/Orders: the platform has no PostgreSQL that tenants share; add `shared: SharedPlan\.of\(\)` to ServiceOffer\.postgres/,
    );
  });

  test.each<[string, SharedServiceProps, RegExp]>([
    ['more storage', { storage: Size.gibibytes(2) }, /^ServiceTooLarge: acme\/Orders: storage of 2GiB must be .* at most 1GiB/],
    ['half a MiB', { storage: Size.kibibytes(512) }, /^ServiceTooLarge: .* must be in whole MiB/],
    ['more connections', { connections: 11 }, /^ServiceTooLarge: .*connections 11 must be a whole number from 1 to 10/],
    ['no connections', { connections: 0 }, /^ServiceTooLarge: .*connections 0/],
  ])('%s', (_, props, expected) => {
    expect(refused(shared(props))).toMatch(expected);
  });

  test.each<[string, SharedPlanProps, RegExp]>([
    ['no database', { databases: 0 }, /databases 0 must be a whole number from 1 to 200/],
    ['too many connections', { connections: 101 }, /connections 101 must be a whole number from 1 to 100/],
    ['half a MiB', { storage: Size.kibibytes(512) }, /storage 512KiB must be in whole MiB/],
    ['too many of both', { databases: 100, connections: 20, memory: Memory.gibibytes(64) }, /are 2210 in all, at most 1000 fit/],
    ['little memory', { memory: Memory.mebibytes(512) }, /memory of 512 MiB must be at least 960 MiB for 10 databases with 10 connections/],
    ['memory without a limit', { memory: Memory.unlimited('it is a large machine') }, /memory must have a limit/],
  ])('a plan with %s', (_, props, expected) => {
    expect(refused(() => SharedPlan.of(props))).toMatch(new RegExp(`^SharedPlanInvalid: .*${expected.source}`));
  });

  test('an app that uses it twice, and another tenant', () => {
    const app = new SharedApp();
    const acme = sharing('acme', app);
    const orders = Postgres.shared(acme, 'Orders');
    expect(refused(() => new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck, uses: [orders, orders.as('main')] }))).toMatch(
      /^ServiceUsedTwice/,
    );
    const globex = sharing('globex', app);
    expect(refused(() => new RuntimePool(globex, 'Shop', { image: IMAGE, healthCheck, uses: [orders] }))).toMatch(/^UseAcrossTenants/);
  });

  test('a seed of a preview', () => {
    const app = new SharedApp();
    const preview = new Preview('acme', { branch: 'pr-12', at: '2026-11-30T09:00:00.000Z', by: 'Anna' });
    const platform = new PreviewPlatform(app.platform, preview);
    const stack = new TenantStack(app, 'acme', {
      platform,
      previews: Previews.of({ seeds: { orders: Seed.sql('seed.sql') } }),
    });
    expect(refused(() => Postgres.shared(stack, 'Orders'))).toMatch(/^SeedInvalid: .*on a server that tenants share/);
  });
});

test('shared plans are of types that can be shared', () => {
  expect(ServicePool.of(ServiceOffer.postgres({ shared: SharedPlan.of() })).offers[0]?.shared?.databases).toBe(10);
  expect(ServiceOffer.valkey().shared).toBeUndefined();
  expect(new TestApp().platform.services.offered.every(({ offer }) => offer.shared === undefined)).toBe(true);
});
