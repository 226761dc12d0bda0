import { RootConstruct } from 'constructs';
import { DockerHost, HealthCheck, Instance, Job, Owner, RuntimePool, User } from '../../../constructs';
import { userOf } from '../../../constructs/tenancy/user-plan';
import { TestApp } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();

test('two pools of a tenant cannot share a name', () => {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });

  expect(() => new RuntimePool(stack, 'Other', { image: IMAGE, healthCheck, name: 'shop' })).toThrow(
    new Error('NameClash: acme/Other: app name of test-acme "shop" is already taken by acme/Shop; set `name` of one of the two'),
  );
});

test('neither can a pool and a job, though their containers and uids differ', () => {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });

  expect(() => new Job(stack, 'Migration', { image: IMAGE, name: 'shop', user: User.of(60_001) })).toThrow(
    new Error('NameClash: acme/Migration: app name of test-acme "shop" is already taken by acme/Shop; set `name` of one of the two'),
  );
});

test('two containers cannot share a name', () => {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });

  expect(() => new Job(stack, 'Shop1', { image: IMAGE, name: 'shop-1' })).toThrow(
    new Error(
      'NameClash: acme/Shop1/Container: container name "test-acme-shop-1" is already taken by acme/Shop/Replica1; give one of the two another id',
    ),
  );
});

test('two tenants can have an app of the same name', () => {
  const app = new TestApp();
  for (const name of ['acme', 'globex']) new RuntimePool(tenant(name, {}, app), 'Shop', { image: IMAGE, healthCheck });
});

test('two tenants in one address block clash, and the fix helps', () => {
  const app = new TestApp();
  tenant('acme', { block: 7 }, app);

  expect(() => tenant('globex', { block: 7 }, app)).toThrow(
    new Error(
      'SubnetClash: globex/Network: subnet "10.64.3.128/26" is already taken by acme/Network; set `block` of one of the two tenants to a free number from 0 to 8191; of a network of an app, `name` of the app',
    ),
  );
  expect(() => tenant('initech', { block: 8 }, app)).not.toThrow();
});

test('a uid belongs to one app, and the fix helps', () => {
  const stack = tenant();
  // Uids are computed from names: these two names have the same.
  const [first, second] = namesWithOneUid();
  new RuntimePool(stack, 'First', { image: IMAGE, healthCheck, name: first });
  const uid = String(uidOf(first));

  expect(() => new RuntimePool(stack, 'Second', { image: IMAGE, healthCheck, name: second })).toThrow(
    new Error(
      `UidClash: acme/Second: uid "${uid}" is already taken by acme/First; set \`user: User.of(…)\` of one of the two, \`gateway.user\` or the \`user\` of \`certificates\` of its tenant, to a free number from 60000 to 65000; apps of a tenant that are to be one user take the same \`User\` object`,
    ),
  );
  expect(() => new RuntimePool(stack, 'Third', { image: IMAGE, healthCheck, user: User.of(60_001) })).not.toThrow();
});

test('uids are the same in every synth, in the range that belongs to apps', () => {
  expect(uidOf('shop')).toBe(uidOf('shop'));
  expect(uidOf('shop')).toBeGreaterThanOrEqual(10_000);
  expect(uidOf('shop')).toBeLessThan(60_000);
});

test('a host leads to one tenant', () => {
  const app = new TestApp();
  const [acme, globex] = ['acme', 'globex'].map((name) => {
    const stack = tenant(name, {}, app);
    return { stack, pool: new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck }) };
  });
  acme?.stack.route('shop.test', acme.pool);

  expect(() => globex?.stack.route('shop.test', globex.pool)).toThrow(
    new Error('HostTaken: globex: host "shop.test" is already taken by acme; a host leads to one tenant; choose another'),
  );
});

/** Two of app-1, app-2, … whose uids are the same: 50,000 uids are enough for a tenant's apps, not for hundreds. */
function namesWithOneUid(): readonly [string, string] {
  const names = new Map<number | undefined, string>();
  for (let index = 1; ; index += 1) {
    const name = `app-${String(index)}`;
    const uid = uidOf(name);
    const other = names.get(uid);
    if (other !== undefined) return [other, name];
    names.set(uid, name);
  }
}

function uidOf(name: string): number | undefined {
  const scope = new RootConstruct();
  const instance = new Instance({ name: 'test', httpPort: 8080, httpsPort: 8443, projectDirectory: '/' });
  Owner.attach(scope, new Owner(instance, DockerHost.unix('/docker.sock'), 'acme'));
  return userOf(scope, name).uid;
}
