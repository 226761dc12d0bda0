import { RootConstruct } from 'constructs';
import { DockerHost, Instance, Owner } from '../../../constructs';
import { tenant } from '../../fixture/tenant';

const instance = new Instance({ name: 'blue', httpPort: 8080, httpsPort: 8443, projectDirectory: '/' });

test.each([
  [undefined, 'blue', { instance: 'blue', stack: 'platform', role: 'router' }],
  ['acme', 'blue-acme', { instance: 'blue', stack: 'acme', tenant: 'acme', role: 'router' }],
])('names and labels the resources of %s', (name, prefix, labels) => {
  const owner = new Owner(instance, DockerHost.unix('/docker.sock'), name);

  expect(owner.prefix).toBe(prefix);
  expect(owner.labels('router')).toEqual(labels);
});

test('of the platform, in the stack of a tenant', () => {
  const owner = new Owner(instance, DockerHost.unix('/docker.sock'), 'acme').asPlatform();

  expect(owner).toMatchObject({ prefix: 'blue', tenant: undefined });
  expect(owner.labels('certificates')).toEqual({ instance: 'blue', stack: 'acme', role: 'certificates' });
});

test('is found from everything below its stack', () => {
  const stack = tenant();

  expect(Owner.of(stack.network)).toBe(Owner.of(stack));
  expect(Owner.of(stack)).toMatchObject({ tenant: 'acme' });
});

test('is missing outside of a stack', () => {
  expect(() => Owner.of(new RootConstruct('Alone'))).toThrow(
    new Error(
      'OwnerMissing: Alone: the construct is in no HardenedStack, PlatformStack or TenantStack; move it into one, or call Owner.attach(stack, owner) first',
    ),
  );
});
