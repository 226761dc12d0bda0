import { DockerTemplate, TestApp } from '../../../testing';

const template = DockerTemplate.of(new TestApp().platform);

test('only the router publishes ports, on the loopback interface', () => {
  const publishing = template.findAll('docker_container').filter(({ values }) => values.ports !== undefined);

  expect(publishing.map(({ path }) => path)).toEqual(['platform/AppRouter/Container/Resource']);
  template
    .containerAt('platform/AppRouter/Container')
    .has({ ports: [8080, 8443].map((port) => ({ ip: '127.0.0.1', external: port, internal: port, protocol: 'tcp' })) });
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
