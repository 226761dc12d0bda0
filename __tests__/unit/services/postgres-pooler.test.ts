import { Cpu, HealthCheck, Job, Memory, PoolMode, Postgres, RuntimePool, type PostgresPoolerProps } from '../../../constructs';
import type { TenantStack } from '../../../stacks';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();
const quota = { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) };

function fileOf(template: DockerTemplate, path: string): unknown {
  const [upload] = template.containerAt(path).values.upload as readonly { readonly content: string }[];
  return JSON.parse(upload?.content ?? '');
}

function pooled(props?: PostgresPoolerProps): TenantStack {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders');
  const migration = new Job(stack, 'Migration', { image: IMAGE, uses: [orders] });
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [orders.pooled(props)], after: [migration] });
  return stack;
}

const POOLER = 'acme/Orders/Pooler/Container';

test('a pooler stands in the network of the service, and has no password', () => {
  const template = DockerTemplate.of(pooled());
  const { values } = template.containerAt(POOLER);
  expect(values).toMatchObject({
    name: expect.stringMatching(/^test-acme-orders-pooler-[0-9a-f]{8}$/) as string,
    entrypoint: ['agent', 'pgbouncer'],
    // The server has 32 connections.
    command: ['run', 'orders-pooler', 'orders', 'orders', 'transaction', '500', '21'],
    memory: 64,
    read_only: true,
    stop_signal: 'SIGINT',
  });
  expect(values.networks_advanced).toEqual([
    expect.objectContaining({ name: 'test-acme-orders-pooler-alone' }),
    expect.objectContaining({ name: 'test-acme-orders-bindings', aliases: ['orders-pooler'] }),
  ]);
  const mounts = values.mounts as readonly { readonly source: string; readonly target: string; readonly read_only?: boolean }[];
  expect(
    mounts.map(({ source, target, read_only: isReadOnly }) => `${source} ${target}${isReadOnly === true ? '' : ' writable'}`).sort(),
  ).toEqual([
    'test-acme-orders-authority /server',
    'test-acme-orders-pooler-authority /public writable',
    'test-acme-orders-pooler-data /data writable',
    'test-acme-orders-pooler-users /declared',
    'test-acme-orders-verifiers /verifiers',
  ]);
});

test('an app finds the pooler in the place of the server, as a user of the server', () => {
  const template = DockerTemplate.of(pooled());
  expect(fileOf(template, 'acme/Orders/Users/Loader')).toEqual(['migration-1', 'shop-1']);
  expect(fileOf(template, 'acme/Orders/Pooler/Users/Loader')).toEqual(['shop-1']);
  const binding = template.containerAt('acme/Shop/OrdersBinding/Container').values;
  expect(binding.command).toEqual(['bind', '/bindings/orders', 'orders-pooler', '6432', 'shop-1', 'orders']);
  expect(binding.mounts).toEqual(
    expect.arrayContaining([expect.objectContaining({ source: 'test-acme-orders-pooler-authority', target: '/public' })]),
  );
  const migration = template.containerAt('acme/Migration/OrdersBinding/Container').values;
  expect(migration.command).toEqual(['bind', '/bindings/orders', 'orders', '5432', 'migration-1', 'orders']);
  // As long as one container has its name, server and pooler keep the user.
  expect(template.containerAt('acme/Shop/Replica1').values.networks_advanced).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'test-acme-orders-bindings', aliases: ['shop-1.users.appengine.internal'] })]),
  );
  expect(template.output('services')).toMatchObject({
    orders: { usedBy: ['migration', 'shop'] },
    'orders-pooler': { type: 'pgbouncer', usedBy: ['shop'], withoutBackups: 'a pooler has no data' },
  });
});

test('its limits are those that are given, or follow those of the server', () => {
  const stack = tenant('acme', { quota });
  const orders = new Postgres(stack, 'Orders', { memory: Memory.mebibytes(800) });
  orders.pooled();
  const ledger = new Postgres(stack, 'Ledger', { connections: 10 });
  ledger.pooled({ mode: PoolMode.session(), clients: 2000, cpu: Cpu.cores(1) });
  const template = DockerTemplate.of(stack);
  expect((template.containerAt(POOLER).values.command as readonly string[]).slice(-2)).toEqual(['500', '72']);
  expect(template.containerAt('acme/Ledger/Pooler/Container').values).toMatchObject({
    command: ['run', 'ledger-pooler', 'ledger', 'ledger', 'session', '2000', '4'],
    memory: 157,
  });
});

test('all apps have the same one', () => {
  const orders = new Postgres(tenant('acme', { quota }), 'Orders');
  const pooler = orders.pooled({ clients: 50 });
  expect(orders.pooled()).toBe(pooler);
  expect(() => orders.pooled({})).toThrow(/^PoolerDeclaredTwice: acme\/Orders: orders has one pooler for all apps/);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'a client alone',
    () => pooled({ clients: 1 }),
    /^PoolerLimitOutOfRange: acme\/Orders\/Pooler: clients 1 of the pooler of orders must be a whole number from 10 to 10000/,
  ],
  [
    'more connections than there are',
    () => pooled({ connections: 28 }),
    /connections 28 of the pooler of orders must be a whole number from 1 to 27/,
  ],
  [
    'more memory than is offered',
    () => pooled({ memory: Memory.gibibytes(2) }),
    /^ServiceTooLarge: .* which the platform offers for pgbouncer/,
  ],
  [
    'an app that is pooled and is not',
    () => {
      const stack = tenant('acme', { quota });
      const orders = new Postgres(stack, 'Orders');
      return new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [orders, orders.pooled().as('pooled')] });
    },
    /^ServiceUsedTwice: .*app "shop" must use service "orders" once/,
  ],
])('%s is refused', (_, make, expected) => {
  expect(make).toThrow(expected);
});
