import { RuntimePool, HealthCheck } from '../../../constructs';
import { TerraformOutput } from '../../../constructs/cdktf/framework';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const stack = tenant();
const pool = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck: HealthCheck.tcp() });
const template = DockerTemplate.of(stack);
const replica = template.containerAt('acme/Shop/Replica1');

test('finds a resource by the path of its construct, or by its own', () => {
  expect(replica).toMatchObject({ type: 'docker_container', path: 'acme/Shop/Replica1/Resource' });
  expect(replica.address).toMatch(/^docker_container\.Shop_Replica1_[0-9A-F]{8}$/);
  expect(template.containerAt('acme/Shop/Replica1/Resource')).toBe(replica);
});

test('names the paths that there are', () => {
  expect(() => template.containerAt('acme/Shop/Replica2')).toThrow(
    new Error('no docker_container at acme/Shop/Replica2; there are:\n  acme/Probe/Loader\n  acme/Shop/Replica1'),
  );
  expect(() => template.resourceAt('docker_secret', 'acme/Shop')).toThrow(new Error('no docker_secret at acme/Shop; there is none'));
});

test('has: objects may hold more, lists may not', () => {
  expect(() => {
    replica.has({ read_only: true, capabilities: { drop: ['ALL'] }, tmpfs: {} });
  }).not.toThrow();
  expect(() => {
    replica.has({ read_only: false, capabilities: { add: ['NET_RAW'], drop: ['NET_RAW'] }, ulimit: [] });
  }).toThrow(
    new Error(
      [
        'acme/Shop/Replica1/Resource (docker_container) is not as expected:',
        'read_only: expected false, is true',
        'capabilities.add: expected ["NET_RAW"], is absent',
        'capabilities.drop[0]: expected "NET_RAW", is "ALL"',
        'ulimit: expected [], is [{"hard":4096,"name":"nofile","soft":4096},{"hard":2048,"name":"nproc","soft":2048}]',
      ].join('\n  '),
    ),
  );
});

test('a long value is shown by its beginning', () => {
  expect(() => {
    replica.has({ security_opts: [] });
  }).toThrow(/security_opts: expected \[\], is \["no-new-privileges:true","seccomp=.{150,190}…$/);
});

test('lacks', () => {
  expect(() => {
    replica.lacks('privileged', 'ports');
  }).not.toThrow();
  expect(() => {
    replica.lacks('privileged', 'memory');
  }).toThrow(new Error('acme/Shop/Replica1/Resource (docker_container) has what it must lack:\n  memory: 256'));
});

test('hasResource shows how far the closest one is off', () => {
  expect(() => {
    template.hasResource('docker_container', { memory: 256, read_only: true });
  }).not.toThrow();
  expect(() => {
    template.hasResource('docker_container', { memory: 256, read_only: true, init: false });
  }).toThrow(new Error('no docker_container is as expected; closest is acme/Shop/Replica1:\n  init: expected false, is true'));
  expect(() => {
    template.hasResource('docker_secret', {});
  }).toThrow(new Error('no docker_secret in the stack'));
});

test('findAll and resourceCount', () => {
  expect(template.findAll('docker_container', { memory: 256 })).toEqual([replica]);
  expect(template.findAll('docker_container', { memory: 257 })).toEqual([]);
  expect(() => {
    template.resourceCount('docker_container', 2);
  }).not.toThrow();
  expect(() => {
    template.resourceCount('docker_container', 3);
  }).toThrow(new Error('expected 3 of docker_container, there are 2:\n  acme/Probe/Loader\n  acme/Shop/Replica1'));
});

test('output', () => {
  expect(template.output('apps')).toHaveProperty('shop.generation', pool.generation);
  expect(() => template.output('url')).toThrow(new Error('no output "url"; there are: apps, security'));
});

test('a snapshot has sorted keys and no hash that only says "other content"', () => {
  const snapshot = template.toSnapshot();

  expect(snapshot).toContain('"name": "test-acme-shop-1-<hash');
  expect(snapshot).not.toContain(pool.generation);
  expect(snapshot).not.toContain('"//"');
  expect(Object.keys(JSON.parse(snapshot) as object)).toEqual(['output', 'provider', 'resource', 'terraform']);
});

test('another generation is the same snapshot, another argument is not', () => {
  const [same, other] = [{ VERSION: 'one' }, { VERSION: 'two' }].map((environment) => {
    const variant = tenant();
    new RuntimePool(variant, 'Shop', { image: IMAGE, healthCheck: HealthCheck.tcp(), environment });
    return DockerTemplate.of(variant).toSnapshot();
  });

  expect(other).not.toBe(same);
  expect(other?.replace('VERSION=two', 'VERSION=one')).toBe(same);
});

test('runs the validations of the stack', () => {
  const invalid = tenant();
  invalid.node.addValidation({ validate: () => ['the moon is too close'] });

  expect(() => DockerTemplate.of(invalid)).toThrow(/the moon is too close/);
});

test('sees what is added between two calls', () => {
  const growing = tenant();
  expect(() => DockerTemplate.of(growing).output('later')).toThrow();
  new TerraformOutput(growing, 'later', { staticId: true, value: 1 });

  expect(DockerTemplate.of(growing).output('later')).toBe(1);
});
