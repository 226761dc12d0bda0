import { ConfigFiles, Egress, HealthCheck, Job, Memory, Cpu, RuntimePool } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.http('/healthz');
const REASON = 'a search over the whole web';
const PROXY = 'acme/Shop/Egress/Container';

function shop(
  egress?: Egress,
  props: { environment?: Record<string, string>; replicas?: number } = {},
): { pool: RuntimePool; template: DockerTemplate } {
  const stack = tenant();
  const pool = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, ...props, ...(egress === undefined ? {} : { egress }) });
  return { pool, template: DockerTemplate.of(stack) };
}

/** Without what every app has. */
function environmentOf(template: DockerTemplate): Record<string, string> {
  const { env } = template.containerAt('acme/Shop/Replica1').values as { env: string[] };
  const { HOME, LOGNAME, PORT, USER, ...environment } = Object.fromEntries(env.map((line) => line.split('=') as [string, string]));
  expect({ HOME, LOGNAME, PORT, USER }).toEqual({ HOME: '/tmp', LOGNAME: 'app', PORT: '8080', USER: 'app' });
  return environment;
}

describe('without egress', () => {
  test.each([undefined, Egress.none()])('an app is in the network of its tenant alone, and asks nobody for names', (egress) => {
    const { template } = shop(egress);

    template.resourceCount('docker_network', 1);
    template
      .containerAt('acme/Shop/Replica1')
      .has({ networks_advanced: [{ name: 'test-acme-apps', aliases: [] }], dns: ['127.0.0.1'], dns_opts: ['attempts:1', 'timeout:1'] });
    expect(environmentOf(template)).toEqual({});
  });

  test('so is a job', () => {
    const stack = tenant();
    new Job(stack, 'Migration', { image: IMAGE });

    DockerTemplate.of(stack)
      .containerAt('acme/Migration/Container')
      .has({ networks_advanced: [{ name: 'test-acme-apps', aliases: [] }], dns: ['127.0.0.1'] });
  });
});

describe('to a list', () => {
  const LIST = Egress.to('api.stripe.com', 'example.com:80');

  test('only the proxy is in a network with a way out, and only the app reaches the proxy', () => {
    const { template } = shop(LIST, { replicas: 2 });

    template.resourceAt('docker_network', 'acme/Shop/Egress/Network').has({ name: 'test-acme-shop-egress', internal: true });
    template.resourceAt('docker_network', 'acme/Shop/Egress/Internet').has({ name: 'test-acme-shop-internet', internal: false });
    template.containerAt(PROXY).has({
      // The engine loses the aliases in the network of the mode.
      network_mode: 'test-acme-shop-internet',
      networks_advanced: [
        { name: 'test-acme-shop-egress', aliases: ['egress'] },
        { name: 'test-acme-shop-internet', aliases: [] },
      ],
    });
    for (const replica of ['Replica1', 'Replica2']) {
      template.containerAt(`acme/Shop/${replica}`).has({
        networks_advanced: [
          { name: 'test-acme-apps', aliases: [] },
          { name: 'test-acme-shop-egress', aliases: [] },
        ],
        dns: ['127.0.0.1'],
      });
    }
  });

  test('the proxy has the name, the role and a user of its own', () => {
    const { template } = shop(LIST);
    const { name, user, labels } = template.containerAt(PROXY).values as { name: string; user: string; labels: unknown[] };

    expect(name).toMatch(/^test-acme-shop-egress-[0-9a-f]{8}$/);
    expect(labels).toContainEqual({ label: 'appengine.role', value: 'egress' });
    expect(user).not.toBe(template.containerAt('acme/Shop/Replica1').values.user);
  });

  test('the app starts when the proxy serves', () => {
    const { template } = shop(LIST);

    expect(template.containerAt('acme/Shop/Replica1').values.depends_on).toContain(template.containerAt(PROXY).address);
  });

  test('neither another generation of the app changes the proxy, nor another list the app', () => {
    const [one, two] = [shop(LIST), shop(LIST, { environment: { VERSION: 'two' } })];
    const other = shop(Egress.to('api.stripe.com'));

    expect(two.template.containerAt(PROXY).values).toEqual(one.template.containerAt(PROXY).values);
    expect(two.pool.generation).not.toBe(one.pool.generation);
    expect(other.pool.generation).toBe(one.pool.generation);
    expect(other.template.containerAt(PROXY).values.name).not.toBe(one.template.containerAt(PROXY).values.name);
    other.template.containerAt(PROXY).has({ lifecycle: { create_before_destroy: true } });
  });

  test('programs find the proxy by both spellings, and what the app sets itself wins', () => {
    const url = 'http://egress:3128';
    const none = 'localhost,127.0.0.1,::1';

    expect(environmentOf(shop(LIST, { environment: { VERSION: '1' } }).template)).toEqual({
      ...{ HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: none, VERSION: '1' },
      ...{ http_proxy: url, https_proxy: url, no_proxy: none },
    });
    expect(environmentOf(shop(LIST, { environment: { no_proxy: 'orders', HTTP_PROXY: '' } }).template)).toEqual({
      ...{ HTTP_PROXY: '', HTTPS_PROXY: url, NO_PROXY: 'orders' },
      ...{ http_proxy: '', https_proxy: url, no_proxy: 'orders' },
    });
  });

  test('two apps have proxies, networks and lists of their own', () => {
    const stack = tenant();
    new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, egress: Egress.to('api.stripe.com') });
    new Job(stack, 'Mail', { image: IMAGE, egress: Egress.to('smtp.example.com:587') });
    const template = DockerTemplate.of(stack);
    const configs = stack.node.findAll().filter((construct) => construct instanceof ConfigFiles);

    template.resourceCount('docker_network', 5);
    expect(configs.map(({ node }) => node.path)).toEqual(['acme/Shop/Egress/Config', 'acme/Mail/Egress/Config']);
    template.containerAt('acme/Mail/Container').has({
      networks_advanced: [
        { name: 'test-acme-apps', aliases: [] },
        { name: 'test-acme-mail-egress', aliases: [] },
      ],
    });
  });

  test('its proxy is no part of the quota', () => {
    const stack = tenant('acme', { quota: { memory: Memory.mebibytes(256), cpu: Cpu.cores(0.5) } });

    expect(() => new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, egress: LIST })).not.toThrow();
  });

  test('private addresses are allowed with a reason, which is on record', () => {
    const [strict, loose] = [shop(LIST), shop(LIST.includingPrivate('the register is in the same building'))];
    const proxyOf = ({ pool }: typeof strict): unknown => pool.node.findChild('Egress').node.findChild('Container');

    expect(proxyOf(strict)).toMatchObject({ exemptions: [] });
    expect(proxyOf(loose)).toMatchObject({
      exemptions: [{ id: 'private-addresses', default: 'no private addresses', reason: 'the register is in the same building' }],
    });
    expect(loose.template.containerAt(PROXY).values.name).not.toBe(strict.template.containerAt(PROXY).values.name);
    expect(() => LIST.includingPrivate('because')).toThrow(/^ReasonTooShort/);
  });

  test.each(['shop-egress', 'a-egress'])('the app name %j is refused: a proxy would have the same', (name) => {
    expect(() => new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck, name })).toThrow(
      /^AppNameInvalid: .*without "-egress" or "-balancer" at its end/,
    );
  });
});

describe('to the Internet', () => {
  test('the app is in a network of its own with a way out, and asks the resolver of the host', () => {
    const { template } = shop(Egress.internet(REASON));

    template.resourceCount('docker_network', 2);
    template.resourceAt('docker_network', 'acme/Shop/Internet').has({ name: 'test-acme-shop-internet', internal: false });
    template.containerAt('acme/Shop/Replica1').has({
      networks_advanced: [
        { name: 'test-acme-apps', aliases: [] },
        { name: 'test-acme-shop-internet', aliases: [] },
      ],
    });
    expect(template.containerAt('acme/Shop/Replica1').values).not.toHaveProperty('dns');
    expect(environmentOf(template)).toEqual({});
  });

  test('its reason is on record', () => {
    expect(shop(Egress.internet(REASON)).pool.replicas[0]?.exemptions).toEqual([{ id: 'offline', default: 'offline', reason: REASON }]);
    expect(() => Egress.internet('please')).toThrow(/^ReasonTooShort/);
  });
});
