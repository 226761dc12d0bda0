import { EnvironmentFile, HealthCheck, RuntimePool, Service, Size, WritablePath, type ImageServiceProps } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();
const PROPS: ImageServiceProps = {
  image: IMAGE,
  type: 'clickhouse',
  version: '25.3',
  scheme: 'http',
  port: 8123,
  data: '/var/lib/clickhouse',
  database: 'events',
  healthCheck: HealthCheck.http('/ping'),
  command: ['clickhouse-server'],
  environmentFiles: [EnvironmentFile.of('CLICKHOUSE_PASSWORD', '/credentials/password')],
  writable: [WritablePath.tmpfs('/var/log/clickhouse-server', Size.mebibytes(16))],
};

test('the server of any image has what a service has', () => {
  const stack = tenant('acme');
  const events = Service.fromImage(stack, 'Events', PROPS);
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [events.as('stats')] });
  new RuntimePool(stack, 'Stranger', { image: IMAGE, healthCheck });
  const template = DockerTemplate.of(stack);

  const { values } = template.containerAt('acme/Events/Container');
  expect(values).toMatchObject({ read_only: true, capabilities: { drop: ['ALL'] }, command: ['clickhouse-server'] });
  expect(values.ports).toBeUndefined();
  expect(values.networks_advanced).toEqual([
    { name: 'test-acme-events-alone', aliases: [] },
    { name: 'test-acme-events-bindings', aliases: ['events'] },
  ]);
  expect(values.entrypoint).toContain('CLICKHOUSE_PASSWORD=/credentials/password');
  expect(values.mounts).toEqual(
    expect.arrayContaining([
      { type: 'volume', source: 'test-acme-events-data', target: '/var/lib/clickhouse', read_only: false },
      { type: 'volume', source: 'test-acme-events-credentials', target: '/credentials', read_only: true },
    ]),
  );
  expect(template.containerAt('acme/Events/Credentials/Container').values.command).toEqual([
    ...['agent', 'credentials', 'generate', '/credentials', 'clickhouse', 'http', 'events', '8123', 'app', 'events'],
  ]);
  const shop = template.containerAt('acme/Shop/Replica1').values;
  expect(shop.mounts).toEqual(
    expect.arrayContaining([{ type: 'volume', source: 'test-acme-events-credentials', target: '/bindings/stats', read_only: true }]),
  );
  expect(JSON.stringify(shop.networks_advanced)).toContain('test-acme-events-bindings');
  expect(JSON.stringify(template.containerAt('acme/Stranger/Replica1').values)).not.toMatch(/acme-events/);
});

test('what its image is told by variables is listed', () => {
  const events = Service.fromImage(tenant('acme'), 'Events', PROPS);
  expect(events.container.exemptions).toMatchObject([{ id: 'secret-in-environment', subject: 'CLICKHOUSE_PASSWORD' }]);
});

test('the states tell of it as of any other', () => {
  const stack = tenant('acme');
  Service.fromImage(stack, 'Events', PROPS);
  const template = DockerTemplate.of(stack);
  expect(template.output('services')).toEqual({
    events: { type: 'clickhouse', version: '25.3', memory: 256, volume: 'test-acme-events-data', usedBy: [] },
  });
  expect(template.output('apps')).toMatchObject({ events: { kind: 'backing-service', image: IMAGE.imageName } });
});

test.each<[string, Partial<ImageServiceProps>, RegExp]>([
  ['a type', { type: 'Click House' }, /^ServiceTypeInvalid: acme\/Events: type or scheme "Click House" must be 1 to 31/],
  ['a scheme', { scheme: 'http:' }, /^ServiceTypeInvalid: .*"http:"/],
  ['a user', { username: 'Admin' }, /^ServiceUserInvalid: .*"Admin" must be 1 to 63/],
  ['a database', { database: 'a;b' }, /^ServiceUserInvalid: .*"a;b"/],
  ['a port', { port: 0 }, /^PortInvalid: .*0/],
])('%s that is none is refused', (_case, props, message) => {
  expect(() => Service.fromImage(tenant('acme'), 'Events', { ...PROPS, ...props })).toThrow(message);
});

test('an app uses it once', () => {
  const stack = tenant('acme');
  const events = Service.fromImage(stack, 'Events', PROPS);
  expect(() => new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [events, events.as('stats')] })).toThrow(
    /^ServiceUsedTwice: acme\/Shop: app "shop" must use service "events" once/,
  );
});
