import { HealthCheck, Job, Listener, Redirect, RuntimePool, TrafficSplit } from '../../../constructs';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.http('/healthz');

test('its only network has no way out', () => {
  const template = DockerTemplate.of(tenant());

  template.resourceCount('docker_network', 1);
  template.resourceAt('docker_network', 'acme/Network').has({ name: 'test-acme-apps', driver: 'bridge', internal: true, ipv6: false });
});

test('without routes it has no gateway', () => {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });

  expect(DockerTemplate.of(stack).resources.filter(({ path }) => path.includes('Gateway'))).toEqual([]);
});

test('its gateway bears its hosts in the ingress network, and only it is in there and in that of operations', () => {
  const stack = tenant();
  const shop = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });
  stack.route('shop.test', shop);
  stack.route('buy.test', shop);
  const template = DockerTemplate.of(stack);

  template.containerAt('acme/Gateway/Container').has({
    networks_advanced: [
      { name: 'test-acme-apps', aliases: [] },
      { name: 'test-ingress', aliases: ['buy.test.ingress.appengine.internal', 'shop.test.ingress.appengine.internal'] },
      { name: 'test-operations', aliases: ['acme.metrics.appengine.internal'] },
    ],
  });
  expect(template.containerAt('acme/Gateway/Container').values.labels).toContainEqual({ label: 'appengine.role', value: 'gateway' });
  template.containerAt('acme/Shop/Replica1').has({ networks_advanced: [{ name: 'test-acme-apps', aliases: [] }] });
});

test('a new generation of an app reloads the gateway, and does not replace it', () => {
  const [one, two] = ['one', 'two'].map((version) => {
    const stack = tenant();
    stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, environment: { VERSION: version } }));
    return DockerTemplate.of(stack);
  });
  const [gateway, reload] = ['acme/Gateway/Container', 'acme/Gateway/Backends/shop/Reload'];

  expect(two?.containerAt(gateway).values).toEqual(one?.containerAt(gateway).values);
  expect(two?.resourceAt('terraform_data', reload).values.triggers_replace).not.toEqual(
    one?.resourceAt('terraform_data', reload).values.triggers_replace,
  );
});

test('the gateway learns of a generation when all of it is healthy, and lets go of the old one before that is stopped', () => {
  const stack = tenant();
  stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2 }));
  const template = DockerTemplate.of(stack);
  const [gateway, loader, ...replicas] = ['Gateway/Container', 'Gateway/Backends/shop', 'Shop/Replica1', 'Shop/Replica2'].map((path) =>
    template.containerAt(`acme/${path}`),
  );
  const reload = template.resourceAt('terraform_data', 'acme/Gateway/Backends/shop/Reload');

  expect(loader?.values.depends_on).toEqual(expect.arrayContaining(replicas.map(({ address }) => address)));
  expect(reload.values.depends_on).toEqual(expect.arrayContaining([loader?.address, gateway?.address]));
  for (const replica of replicas) replica.has({ lifecycle: { create_before_destroy: true } });
});

test('says what it declares', () => {
  const stack = tenant();
  const shop = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2 });
  const worker = new RuntimePool(stack, 'Worker', { image: IMAGE, listener: Listener.none(), healthCheck: HealthCheck.command(['true']) });
  const job = new Job(stack, 'Migration', { image: IMAGE });
  stack.route('shop.test', shop);
  stack.route('shop.localhost', shop);
  const image = IMAGE.imageName;

  expect(DockerTemplate.of(stack).output('apps')).toEqual({
    shop: {
      kind: 'service',
      urls: ['https://shop.test:8443', 'http://shop.localhost:8080'],
      replicas: 2,
      generation: shop.generation,
      image,
    },
    worker: { kind: 'worker', urls: [], replicas: 1, generation: worker.generation, image },
    migration: { kind: 'job', urls: [], replicas: 1, generation: job.container.generation, image },
  });
});

test('says where its hosts lead', () => {
  const stack = tenant();
  const [shop, canary] = ['Shop', 'Canary'].map((id) => new RuntimePool(stack, id, { image: IMAGE, healthCheck })) as [
    RuntimePool,
    RuntimePool,
  ];
  stack.route('shop.test', shop, { path: '/api' });
  stack.route('shop.test', TrafficSplit.of({ pool: shop, weight: 95 }, { pool: canary, weight: 5 }));
  stack.route('old.test', Redirect.permanent('https://shop.test'));

  expect(DockerTemplate.of(stack).output('routes')).toEqual([
    { host: 'old.test', path: '/', pools: [], redirect: { status: 308, url: 'https://shop.test' } },
    {
      host: 'shop.test',
      path: '/',
      pools: [
        { name: 'shop', weight: 95 },
        { name: 'canary', weight: 5 },
      ],
    },
    { host: 'shop.test', path: '/api', pools: [{ name: 'shop', weight: 1 }] },
  ]);
});

test('nothing of a tenant changes when another one is added', () => {
  const shop = (app: TestApp): DockerTemplate => {
    const stack = tenant('acme', {}, app);
    stack.route('shop.test', new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck }));
    return DockerTemplate.of(stack);
  };
  const crowded = new TestApp();
  tenant('globex', {}, crowded);

  expect(shop(crowded).toSnapshot()).toBe(shop(new TestApp()).toSnapshot());
});

test.each(['Acme', '1st', 'a--b', 'acme-', '', 'router', 'ingress', 'a'.repeat(21)])('the name %j is refused', (name) => {
  expect(() => tenant(name)).toThrow(
    new Error(
      `TenantNameInvalid: tenant name ${JSON.stringify(name)} must be 1 to 20 of a-z, 0-9 and single "-", a letter first, and none of ingress, operations, platform, public, router; rename the tenant`,
    ),
  );
});
