import { Instance } from '../../../constructs';
import { PlatformStack } from '../../../stacks';
import { DockerTemplate, TestApp } from '../../../testing';

const INSTANCE = new Instance({ name: 'public', httpPort: 80, httpsPort: 443, projectDirectory: '/project' });
const template = DockerTemplate.of(new TestApp().platform);

test('only the router publishes ports, on the loopback interface', () => {
  const publishing = template.findAll('docker_container').filter(({ values }) => values.ports !== undefined);

  expect(publishing.map(({ path }) => path)).toEqual(['platform/AppRouter/Container/Resource']);
  template
    .containerAt('platform/AppRouter/Container')
    .has({ ports: [8080, 8443].map((port) => ({ ip: '127.0.0.1', external: port, internal: port, protocol: 'tcp' })) });
});

test('clients elsewhere reach the router on the addresses that are named, and on no wildcard', () => {
  const platform = (...addresses: readonly string[]): DockerTemplate =>
    DockerTemplate.of(new PlatformStack(new TestApp(), 'public', { instance: INSTANCE, addresses }));

  expect(platform('192.0.2.1', '2001:db8::1').containerAt('public/AppRouter/Container').values.ports).toEqual(
    [80, 443].flatMap((port, index) =>
      ['127.0.0.1', '192.0.2.1', '2001:db8::1'].map((ip) => ({ ip, external: port, internal: [8080, 8443][index], protocol: 'tcp' })),
    ),
  );
  expect(() => platform('0.0.0.0')).toThrow(/^PublishAddressRefused: /);
});

test('every network but the public one is internal', () => {
  template.resourceCount('docker_network', 3);
  template.resourceAt('docker_network', 'platform/Ingress').has({ internal: true });
  template.resourceAt('docker_network', 'platform/Operations').has({ internal: true });
  template.resourceAt('docker_network', 'platform/AppRouter/Public').has({ internal: false });
});

test('tells where it answers', () => {
  expect(template.output('url')).toBe('http://127.0.0.1:8080');
});
