import { Construct } from 'constructs';
import {
  Duration,
  Egress,
  HealthCheck,
  Job,
  Listener,
  Routes,
  RuntimePool,
  Tenant,
  Volume,
  WritablePath,
  type ContainerBinding,
  type IBindable,
} from '../../../constructs';
import { TerraformStack } from '../../../constructs/cdktf/framework';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();

/** An application as a user's own construct. */
class Shop extends Construct {
  readonly web: RuntimePool;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const migration = new Job(this, 'Migration', { image: IMAGE });
    this.web = new RuntimePool(this, 'Web', { image: IMAGE, healthCheck, after: [migration] });
    Routes.of(this).add('shop.test', this.web);
  }
}

test('a construct of a user’s own holds a pool, a job and a route, at any depth', () => {
  const stack = tenant();
  const { web } = new Shop(new Construct(stack, 'Apps'), 'Shop');
  const template = DockerTemplate.of(stack);

  expect(template.containerAt('acme/Apps/Shop/Web/Replica1').values.name).toMatch(/^test-acme-web-1-[0-9a-f]{8}$/);
  expect(template.output('apps')).toMatchObject({
    migration: { kind: 'job', replicas: 1 },
    web: { kind: 'service', replicas: 1, urls: ['https://shop.test:8443'] },
  });
  expect(stack.urlsOf(web)).toEqual(['https://shop.test:8443']);
  expect(template.output('routes')).toMatchObject([{ host: 'shop.test', pools: [{ name: 'web' }] }]);
});

test('outside of a tenant there is none to find', () => {
  const stack = new TerraformStack(new TestApp(), 'plain');

  expect(() => Tenant.of(stack)).toThrow(/^TenantMissing: plain: the construct is in no TenantStack; move it into one/);
  expect(() => new Job(stack, 'Migration', { image: IMAGE })).toThrow(/^TenantMissing: plain\/Migration: /);
  expect(() => Routes.of(stack)).toThrow(/^TenantMissing: plain: .*only a tenant has routes/);
});

describe('what an app uses', () => {
  const giving = (binding: ContainerBinding): IBindable => ({ bind: () => binding });

  function environmentOf(uses: readonly IBindable[], environment = {}, egress = Egress.none()): readonly string[] {
    const stack = tenant();
    new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses, environment, egress });
    const lines = DockerTemplate.of(stack).containerAt('acme/Shop/Replica1').values.env as readonly string[];
    // Every app has these.
    return lines.filter((line) => !['HOME=/tmp', 'LOGNAME=app', 'PORT=8080', 'USER=app'].includes(line));
  }

  test('adds to what it declares, which wins', () => {
    const uses = [giving({ environment: { A: 'bound', B: 'bound' } }), giving({ environment: { B: 'bound', C: 'bound' } })];

    expect(environmentOf(uses, { A: 'own' })).toEqual(['A=own', 'B=bound', 'C=bound']);
  });

  test('twice with different values is refused', () => {
    const uses = [giving({ environment: { A: 'one' } }), giving({ environment: { A: 'two' } })];

    expect(() => environmentOf(uses)).toThrow(
      'BindingClash: acme/Shop: two of `uses` choose variable A: "one" and "two"; drop one of them, or set it in `environment` yourself',
    );
    expect(() => environmentOf([giving({ nameServers: ['192.0.2.1'] })])).toThrow(/^BindingClash: .*choose the name servers/);
  });

  test('adds up to one way out of the host', () => {
    const stack = tenant();
    const uses = [
      Egress.to('a.example.com'),
      giving({ destinations: ['b.example.com', 'a.example.com:443'] }),
      giving({ destinations: ['b.example.com'] }),
    ];
    new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses, egress: Egress.to('c.example.com:8443') });
    const template = DockerTemplate.of(stack);

    const rules = JSON.stringify(template.findAll('docker_container').filter(({ path }) => path.includes('/Shop/Egress/')));
    for (const destination of ['a.example.com', 'b.example.com', 'c.example.com']) expect(rules).toContain(destination);
    expect(template.containerAt('acme/Shop/Replica1').values.dns).toEqual(['127.0.0.1']);
  });

  test('reaches everything where one of its bindings says so, and nothing where none does', () => {
    const everything = Egress.internet('a crawler reads any page');
    const stack = tenant();
    new RuntimePool(stack, 'Crawler', { image: IMAGE, healthCheck, uses: [giving({ destinations: ['a.example.com'] }), everything] });
    new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [Egress.none()] });
    const template = DockerTemplate.of(stack);

    expect(template.containerAt('acme/Crawler/Replica1').values.dns).toBeUndefined();
    expect(template.containerAt('acme/Shop/Replica1').values.dns).toEqual(['127.0.0.1']);
  });

  test('is in the list once', () => {
    class Flags implements IBindable {
      bind(): ContainerBinding {
        return {};
      }
    }
    const flags = new Flags();

    expect(() => environmentOf([flags, flags])).toThrow(
      new Error('BindingTwice: acme/Shop: the same Flags must be in `uses` once; drop the other one'),
    );
    expect(environmentOf([new Flags(), new Flags()])).toEqual([]);
  });

  test('has one writer, also where a binding brings the volume', () => {
    const stack = tenant();
    const volume = new Volume(stack, 'Data', { name: 'data' });
    const uses = [giving({ writable: [WritablePath.volume('/data', volume)] })];

    expect(() => new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, replicas: 2, uses })).toThrow(
      /^ReplicasWriteVolume: acme\/Shop: replicas 2 would write data volume "test-acme-data"/,
    );
  });

  test('is told whom it is bound to', () => {
    const seen: unknown[] = [];
    environmentOf([{ bind: (scope, { name, environment, user }) => (seen.push(scope.node.path, name, environment, user.uid), {}) }], {
      A: '1',
    });

    expect(seen).toEqual(['acme/Shop', 'shop', { A: '1' }, expect.any(Number)]);
  });

  test('is reached beside the proxy of an egress, unless the app chooses the exceptions', () => {
    const uses = [giving({ directHosts: ['api'] })];
    const egress = Egress.to('api.example.com');

    expect(environmentOf(uses, {}, egress)).toEqual(
      expect.arrayContaining(['NO_PROXY=localhost,127.0.0.1,::1,api', 'no_proxy=localhost,127.0.0.1,::1,api']),
    );
    expect(environmentOf(uses, { no_proxy: 'mine' }, egress)).toEqual(expect.arrayContaining(['NO_PROXY=mine', 'no_proxy=mine']));
    expect(environmentOf(uses)).toEqual([]);
  });
});

describe('a pool that another app uses', () => {
  test('has a name and a URL that no deploy changes', () => {
    const stack = tenant();
    const api = new RuntimePool(stack, 'PriceApi', { image: IMAGE, healthCheck: HealthCheck.http('/healthz'), replicas: 2 });
    new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [api] });
    new Job(stack, 'Import', { image: IMAGE, uses: [api] });
    const template = DockerTemplate.of(stack);

    for (const path of ['acme/Shop/Replica1', 'acme/Import/Container']) {
      expect(template.containerAt(path).values.env).toContain('PRICE_API_URL=http://price-api:8080');
    }
    const balancers = template.findAll('docker_container').filter(({ path }) => path.endsWith('Balancer/Container/Resource'));
    expect(balancers.map(({ path }) => path)).toEqual(['acme/PriceApi/Balancer/Container/Resource']);
    balancers[0]?.has({
      networks_advanced: [
        { aliases: [], name: 'test-acme-apps' },
        { aliases: ['price-api'], name: 'test-acme-price-api-callers' },
      ],
    });
    expect(template.toSnapshot()).toContain('balance random');
    // The caller starts when somebody answers, and what changes behind the name is a reload of the balancer alone.
    expect(JSON.stringify(template.containerAt('acme/Shop/Replica1').values.depends_on)).toContain('PriceApi_Balancer_Container');
    expect(template.findAll('terraform_data').map(({ path }) => path)).toContain('acme/PriceApi/Balancer/Backends/price-api/Reload');
  });

  test('drains as the tenant’s gateway does', () => {
    const stack = tenant('acme', { gateway: { drain: Duration.minutes(2) } });
    const api = new RuntimePool(stack, 'Api', { image: IMAGE, healthCheck });
    new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, uses: [api] });

    DockerTemplate.of(stack).containerAt('acme/Api/Balancer/Container').has({ destroy_grace_seconds: 125 });
  });

  test('has no balancer as long as nobody uses it', () => {
    const stack = tenant();
    new RuntimePool(stack, 'Api', { image: IMAGE, healthCheck });

    expect(DockerTemplate.of(stack).toSnapshot()).not.toContain('balancer');
  });

  test('belongs to the same tenant, and listens', () => {
    const app = new TestApp();
    const [acme, globex] = [tenant('acme', {}, app), tenant('globex', {}, app)];
    const api = new RuntimePool(acme, 'Api', { image: IMAGE, healthCheck });
    const worker = new RuntimePool(acme, 'Worker', { image: IMAGE, listener: Listener.none(), healthCheck: HealthCheck.command(['true']) });

    expect(() => new RuntimePool(globex, 'Shop', { image: IMAGE, healthCheck, uses: [api] })).toThrow(
      /^UseAcrossTenants: globex\/Shop: app "api" belongs to tenant "acme"/,
    );
    expect(() => new RuntimePool(acme, 'Shop', { image: IMAGE, healthCheck, uses: [worker] })).toThrow(
      /^RouteToWorker: acme\/Worker: pool "worker" listens on no port, so nothing can lead to it/,
    );
  });
});
