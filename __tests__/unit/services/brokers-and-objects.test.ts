import fc from 'fast-check';
import {
  Cpu,
  HealthCheck,
  Memcached,
  Memory,
  Nats,
  ObjectStorage,
  Partition,
  RabbitMq,
  RabbitMqPlugin,
  RuntimePool,
  Size,
  type NatsProps,
  type RabbitMqProps,
} from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import type { TenantStack } from '../../../stacks';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();

function commandOf(path: string, declare: (stack: TenantStack) => unknown): readonly string[] {
  const stack = tenant('acme');
  declare(stack);
  return DockerTemplate.of(stack).containerAt(path).values.command as readonly string[];
}

test('apps share a bucket, a virtual host and an account, named like the service', () => {
  const stack = tenant('acme', { quota: { memory: Memory.gibibytes(4), cpu: Cpu.cores(4) } });
  const services = [
    new ObjectStorage(stack, 'Files'),
    new RabbitMq(stack, 'Jobs'),
    new Nats(stack, 'Events'),
    new Memcached(stack, 'Pages'),
  ];
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: services });
  const template = DockerTemplate.of(stack);
  const bound = (id: string): unknown => template.containerAt(`acme/Shop/${id}Binding/Container`).values.command;
  expect(bound('Files')).toEqual(['bind', '/bindings/files', 'files', '7070', 'shop-1', 'files']);
  expect(bound('Jobs')).toEqual(['bind', '/bindings/jobs', 'jobs', '5671', 'shop-1', 'jobs']);
  expect(bound('Events')).toEqual(['bind', '/bindings/events', 'events', '4222', 'shop-1']);
  expect(bound('Pages')).toEqual(['bind', '/bindings/pages', 'pages', '11211', 'shop-1']);
});

test('or each app has its own', () => {
  const stack = tenant('acme');
  const files = new ObjectStorage(stack, 'Files', { buckets: Partition.perApp() });
  const jobs = new RabbitMq(stack, 'Jobs', { virtualHosts: Partition.perApp() });
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [files, jobs] });
  const template = DockerTemplate.of(stack);
  const bound = (id: string): readonly unknown[] => template.containerAt(`acme/Shop/${id}Binding/Container`).values.command as unknown[];
  expect(bound('Files').at(-1)).toBe('files-shop');
  expect(bound('Jobs').at(-1)).toBe('jobs-shop');
  expect(template.containerAt('acme/Files/Container').values.command).toEqual(expect.arrayContaining(['per-app']));
});

test('servers follow their memory', () => {
  const memory = Memory.mebibytes(400);
  expect(commandOf('acme/Files/Container', (stack) => new ObjectStorage(stack, 'Files', { memory }))).toEqual([
    ...['run', 'files', 'shared', '320', '--max-requests', '200'],
  ]);
  expect(commandOf('acme/Jobs/Container', (stack) => new RabbitMq(stack, 'Jobs', { memory }))).toEqual([
    ...['run', 'jobs', 'shared', 'vm_memory_high_watermark.absolute=200MiB', 'disk_free_limit.absolute=64MiB'],
    'raft.wal_max_size_bytes=52428800',
  ]);
  expect(commandOf('acme/Events/Container', (stack) => new Nats(stack, 'Events', { memory, storage: Size.mebibytes(64) }))).toEqual([
    ...['run', 'events', 'shared', '320', 'jetstream.max_memory_store=104857600', 'jetstream.max_file_store=67108864'],
  ]);
  expect(commandOf('acme/Pages/Container', (stack) => new Memcached(stack, 'Pages', { memory }))).toEqual([
    ...['run', 'pages', '-m', '280', '-c', '1024', '-I', '1048576'],
  ]);
  const stack = tenant('acme');
  expect(new RabbitMq(stack, 'Jobs').container.memory.mebibytes).toBe(512);
});

test('settings and plugins are the user’s', () => {
  const plugins = [RabbitMqPlugin.randomExchange(), RabbitMqPlugin.consistentHashExchange(), RabbitMqPlugin.randomExchange()];
  const jobs = commandOf('acme/Jobs/Container', (stack) => new RabbitMq(stack, 'Jobs', { settings: { heartbeat: '30' }, plugins }));
  expect(jobs).toEqual(expect.arrayContaining(['rabbitmq_consistent_hash_exchange', 'rabbitmq_random_exchange', 'heartbeat=30']));
  expect(jobs.filter((argument) => argument === 'rabbitmq_random_exchange')).toHaveLength(1);
  expect(
    commandOf('acme/Events/Container', (stack) => new Nats(stack, 'Events', { settings: { max_payload: '4096', ping_interval: '30s' } })),
  ).toEqual(expect.arrayContaining(['max_payload=4096', 'ping_interval=30s']));
});

test('Memcached lists that its clients do not log in', () => {
  const stack = tenant('acme');
  expect(new Memcached(stack, 'Pages').container.exemptions).toMatchObject([{ id: 'client-authentication' }]);
  expect(new Nats(stack, 'Events').container.exemptions).toEqual([]);
});

describe('what is refused', () => {
  const refused = (declare: (stack: TenantStack) => unknown): string => {
    try {
      declare(tenant('acme'));
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const rabbitMq = (props: RabbitMqProps) => (stack: TenantStack) => new RabbitMq(stack, 'Jobs', props);
  const nats = (props: NatsProps) => (stack: TenantStack) => new Nats(stack, 'Events', props);

  test.each<[string, (stack: TenantStack) => unknown, RegExp]>([
    ['a bucket of two letters', (stack) => new ObjectStorage(stack, 'Cd'), /^BucketNameTooShort: .*"cd" is that of a bucket/],
    [
      'too many requests',
      (stack) => new ObjectStorage(stack, 'Files', { requests: 10_001 }),
      /^ObjectStorageRequestsOutOfRange: .*10001 must be a whole number from 16 to 10000/,
    ],
    ['a listener of one’s own', rabbitMq({ settings: { 'listeners.tcp.default': '5672' } }), /^RabbitMqSettingRefused: .*platform's own/],
    [
      'a setting that is none',
      rabbitMq({ settings: { heartbeats: '30' } }),
      /^RabbitMqSettingRefused: .*"heartbeats" is none of RabbitMQ 4/,
    ],
    ['a value of two lines', rabbitMq({ settings: { heartbeat: '3\nlisteners.tcp.default = 1' } }), /^RabbitMqSettingRefused: .*value/],
    ['too little memory', rabbitMq({ memory: Memory.mebibytes(128) }), /^RabbitMqMemoryTooSmall: .*128 MiB must be at least 256 MiB/],
    ['another setting of NATS', nats({ settings: { authorization: '{}' } }), /^NatsSettingRefused: .*"authorization" must be one of/],
    ['a name of every object', nats({ settings: { constructor: '1' } }), /^NatsSettingRefused: .*"constructor" must be one of/],
    ['a time without a unit', nats({ settings: { ping_interval: '30' } }), /^NatsSettingRefused: .*must be a time such as "30s", not "30"/],
    [
      'too many connections',
      (stack) => new Memcached(stack, 'Pages', { connections: 4001 }),
      /^MemcachedConnectionsOutOfRange: .*4001 must be a whole number from 10 to 4000/,
    ],
    [
      'an item that does not fit',
      (stack) => new Memcached(stack, 'Pages', { largestItem: Size.gibibytes(1) }),
      /^MemcachedItemOutOfRange: .*1073741824 bytes must be from 1024 to 93847552 bytes/,
    ],
  ])('%s', (_case, declare, message) => {
    expect(refused(declare)).toMatch(message);
  });

  test('no setting adds a line or another setting to a configuration', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        const isTaken = refused(rabbitMq({ settings: { heartbeat: value } })) === '';
        expect(isTaken).toBe(/^[A-Za-z0-9._-]{1,64}$/.test(value) && !value.includes('\n'));
      }),
      { numRuns: 50 },
    );
  });
});

test('a type that is not offered is named as its factory', () => {
  expect(tenant('acme').platform.services?.offered.map(({ offer }) => offer.factory)).toEqual([
    ...['postgres', 'pgbouncer', 'mariadb', 'valkey', 'rabbitmq', 'nats', 'memcached', 'objectStorage', 'backup', 'exporter'],
  ]);
});
