import {
  Cpu,
  Eviction,
  HealthCheck,
  Job,
  MariaDb,
  Memory,
  Persistence,
  Postgres,
  RuntimePool,
  Secret,
  ServiceCatalogue,
  ServiceOffer,
  ServicePool,
  Valkey,
  type PostgresProps,
} from '../../../constructs';
import { TenantStack } from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();
const quota = { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) };

function fileOf(template: DockerTemplate, path: string): unknown {
  const [upload] = template.containerAt(path).values.upload as readonly { readonly content: string }[];
  return JSON.parse(upload?.content ?? '');
}

test('an app that uses a service joins its network, and finds its credentials as files', () => {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders');
  const cache = new Valkey(stack, 'Cache');
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [orders, cache.as('sessions')] });
  new RuntimePool(stack, 'Stranger', { image: IMAGE, healthCheck });
  const template = DockerTemplate.of(stack);

  const { values } = template.containerAt('acme/Shop/Replica1');
  expect(values.env).toContain('SERVICE_BINDING_ROOT=/bindings');
  const networks = (values.networks_advanced as readonly { readonly name: string }[]).map(({ name }) => name);
  expect(networks).toEqual(['test-acme-apps', 'test-acme-orders-bindings', 'test-acme-cache-bindings']);
  expect(values.mounts).toEqual(
    expect.arrayContaining([
      { type: 'volume', source: 'test-acme-orders-shop-1-binding', target: '/bindings/orders', read_only: true },
      { type: 'volume', source: 'test-acme-cache-shop-1-binding', target: '/bindings/sessions', read_only: true },
    ]),
  );
  expect(JSON.stringify(template.containerAt('acme/Stranger/Replica1').values)).not.toMatch(/orders|acme-cache|bindings/);
});

test('the server has its users by name alone, and is in no network with the tenant’s apps', () => {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders');
  const migration = new Job(stack, 'Migration', { image: IMAGE, uses: [orders] });
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [orders], after: [migration] });
  const template = DockerTemplate.of(stack);

  expect(fileOf(template, 'acme/Orders/Users/Loader')).toEqual(['migration-1', 'shop-1']);
  const { values } = template.containerAt('acme/Orders/Container');
  expect(values.networks_advanced).toEqual([
    { name: 'test-acme-orders-alone', aliases: [] },
    { name: 'test-acme-orders-bindings', aliases: ['orders'] },
  ]);
  expect(values).toMatchObject({ stop_signal: 'SIGINT', read_only: true, capabilities: { drop: ['ALL'] } });
  expect(values.ports).toBeUndefined();
  expect(values.command).toEqual(expect.arrayContaining(['run', 'orders', '-c', 'shared_buffers=64MB']));
  expect(template.containerAt('acme/Shop/OrdersBinding/Container').values.command).toEqual([
    ...['bind', '/bindings/orders', 'orders', '5432', 'shop-1', 'orders'],
  ]);
});

test('the states tell of services and secrets, and of no value', () => {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders');
  const key = Secret.generated(stack, 'SessionKey');
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [orders, key] });
  const template = DockerTemplate.of(stack);

  expect(template.output('services')).toEqual({
    orders: { type: 'postgres', version: '17', memory: 256, volume: 'test-acme-orders-data', usedBy: ['shop'], rotation: 1 },
  });
  expect(template.output('secrets')).toEqual({ 'session-key': { source: 'made on the host', usedBy: ['shop'] } });
  expect(template.output('apps')).toMatchObject({ orders: { kind: 'backing-service', replicas: 1, urls: [] } });
});

test('another user changes no server', () => {
  const serverWith = (apps: readonly string[]): unknown => {
    const stack = tenant('acme', { quota });
    const orders = new Postgres(stack, 'Orders');
    for (const app of apps) new RuntimePool(stack, app, { image: IMAGE, healthCheck, uses: [orders] });
    return DockerTemplate.of(stack).containerAt('acme/Orders/Container').values.name;
  };
  expect(serverWith(['Shop', 'Desk'])).toBe(serverWith(['Shop']));
});

test('variables come from the files, and are listed', () => {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders');
  const shop = new RuntimePool(stack, 'Shop', {
    image: IMAGE,
    healthCheck,
    command: ['node', 'server.js'],
    uses: [orders.as('main').withEnvironment({ DATABASE_URL: 'uri', PGPASSWORD: 'password' })],
  });
  const { values } = DockerTemplate.of(stack).containerAt('acme/Shop/Replica1');
  expect(values.entrypoint).toEqual([
    '/run/appengine-probe/probe',
    'exec',
    'DATABASE_URL=/bindings/main/uri',
    'PGPASSWORD=/bindings/main/password',
    '--',
  ]);
  expect(values.command).toEqual(['node', 'server.js']);
  expect(shop.replicas[0]?.exemptions).toMatchObject([
    { id: 'secret-in-environment', subject: 'DATABASE_URL' },
    { id: 'secret-in-environment', subject: 'PGPASSWORD' },
  ]);
});

describe('what is refused', () => {
  const refused = (use: (stack: TenantStack) => unknown): unknown => {
    try {
      use(tenant('acme', { quota }));
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  const postgres = (props: PostgresProps) => (stack: TenantStack) => new Postgres(stack, 'Orders', props);

  test.each<[string, (stack: TenantStack) => unknown, RegExp]>([
    [
      'variables without a command',
      (stack) =>
        new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [new Postgres(stack, 'Orders').withEnvironment({ A: 'uri' })] }),
      /^CommandMissing: acme\/Shop\/Replica1: variables A from files need the whole command, .*set `command`/,
    ],
    [
      'an entry that no binding has',
      (stack) => new Valkey(stack, 'Cache').withEnvironment({ DATABASE: 'database' }),
      /^BindingEntryUnknown: entry "database" of variable DATABASE must be an entry of what is used; name one of ca.crt, host, /,
    ],
    ['a directory that is none', (stack) => new Valkey(stack, 'Cache').as('../etc'), /^BindingNameInvalid: binding name "..\/etc"/],
    [
      'the same service twice',
      (stack) => {
        const cache = new Valkey(stack, 'Cache');
        return new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [cache, cache.as('other')] });
      },
      /^ServiceUsedTwice: acme\/Shop: app "shop" must use service "cache" once/,
    ],
    ['a name of an app', (stack) => [new Valkey(stack, 'Cache'), new Job(stack, 'cache', { image: IMAGE })], /^NameClash: /],
    [
      'more memory than is offered',
      postgres({ memory: Memory.gibibytes(2) }),
      /^ServiceTooLarge: acme\/Orders: memory of 2048 MiB must be at most 1024 MiB/,
    ],
    ['no limit of memory', postgres({ memory: Memory.unlimited('because it may') }), /^ServiceTooLarge: .*no limit/],
    [
      'too many connections',
      postgres({ connections: 1001 }),
      /^PostgresConnectionsOutOfRange: .* 1001 must be a whole number from 10 to 1000/,
    ],
    [
      'a setting that is none',
      postgres({ settings: { worker_mem: '1MB' } }),
      /^PostgresSettingRefused: .*"worker_mem" is none of PostgreSQL 17/,
    ],
    ['a setting of the platform', postgres({ settings: { FSYNC: 'off' } }), /^PostgresSettingRefused: .*"FSYNC" is the platform's own/],
    ['a value of two lines', postgres({ settings: { work_mem: '1MB\nfsync=off' } }), /^PostgresSettingRefused: .*printable ASCII/],
  ])('%s', (_case, use, message) => {
    expect(refused(use)).toMatch(message);
  });

  test('a service of another tenant', () => {
    const app = new TestApp();
    const orders = new Postgres(tenant('acme', { quota }, app), 'Orders');
    const globex = tenant('globex', { quota }, app);
    expect(() => new RuntimePool(globex, 'Shop', { image: IMAGE, healthCheck, uses: [orders] })).toThrow(
      /^UseAcrossTenants: globex\/Shop: service "orders" belongs to tenant "acme"/,
    );
  });

  test('a type that the platform does not offer, and one that it offers twice', () => {
    const app = new TestApp();
    const { instance, host, images } = app.platform;
    const services = new ServiceCatalogue([{ offer: ServiceOffer.valkey(), image: IMAGE }]);
    const stack = new TenantStack(app, 'acme', { platform: { instance, host, images, services } });
    expect(() => new Postgres(stack, 'Orders')).toThrow(
      /^ServiceNotOffered: acme\/Orders: the platform offers no "postgres" \(it offers: valkey\); add ServiceOffer.postgres\(\)/,
    );
    expect(() => ServicePool.of(ServiceOffer.valkey(), ServiceOffer.valkey())).toThrow(/^ServiceOfferedTwice: service type "valkey"/);
  });
});

test('settings follow the memory, and a user’s own win', () => {
  const argumentsOf = (props: PostgresProps): readonly unknown[] => {
    const stack = tenant('acme', { quota });
    new Postgres(stack, 'Orders', props);
    return DockerTemplate.of(stack).containerAt('acme/Orders/Container').values.command as readonly unknown[];
  };
  expect(argumentsOf({})).toEqual(expect.arrayContaining(['max_connections=32', 'shared_buffers=64MB', 'work_mem=2MB']));
  expect(argumentsOf({ memory: Memory.gibibytes(1), settings: { work_mem: '32MB' } })).toEqual(
    expect.arrayContaining(['max_connections=128', 'shared_buffers=256MB', 'work_mem=32MB', 'effective_cache_size=614MB']),
  );
});

test('MariaDB follows the memory as well', () => {
  const stack = tenant('acme', { quota });
  new MariaDb(stack, 'Ledger', { connections: 50 });
  expect(DockerTemplate.of(stack).containerAt('acme/Ledger/Container').values.command).toEqual([
    ...['run', 'ledger', '--innodb-buffer-pool-size=102M', '--max-connections=50'],
  ]);
  expect(() => new MariaDb(stack, 'Other', { connections: 9 })).toThrow(
    /^MariaDbConnectionsOutOfRange: acme: connections 9 must be .* 10 to 1000/,
  );
});

test('a store keeps what is asked for', () => {
  const stack = tenant('acme', { quota });
  new Valkey(stack, 'Cache', { memory: Memory.mebibytes(100), eviction: Eviction.leastRecentlyUsed(), persistence: Persistence.none() });
  new Valkey(stack, 'Queue');
  const template = DockerTemplate.of(stack);
  expect(template.containerAt('acme/Cache/Container').values.command).toEqual([
    ...['run', 'cache', '--maxmemory', '60mb', '--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no'],
  ]);
  expect(template.containerAt('acme/Queue/Container').values.command).toEqual(
    expect.arrayContaining(['noeviction', '--appendonly', 'yes', '--appendfsync', 'everysec']),
  );
});
