import { DockerHost } from '../../../constructs';

test.each([
  ['unix:///run/user/1000/docker.sock', {}],
  ['ssh://ops@host.test:2222', {}],
])('%s is taken from DOCKER_HOST', (url, environment) => {
  const host = DockerHost.fromEnvironment({ DOCKER_HOST: url, ...environment });

  expect(host).toMatchObject({ url, certificates: undefined });
  expect(host.clientEnvironment).toEqual({ DOCKER_HOST: url });
});

test('tcp needs certificates for both sides', () => {
  const host = DockerHost.fromEnvironment({ DOCKER_HOST: 'tcp://host.test:2376', DOCKER_CERT_PATH: '/certs' });

  expect(host.clientEnvironment).toEqual({ DOCKER_HOST: 'tcp://host.test:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' });
});

test.each([{}, { DOCKER_CERT_PATH: '' }, { DOCKER_TLS_VERIFY: '1' }])('plain tcp is refused with %j', (environment) => {
  expect(() => DockerHost.fromEnvironment({ DOCKER_HOST: 'tcp://host.test:2375', ...environment })).toThrow(
    new Error(
      'PlainTcpRefused: engine "tcp://host.test:2375" must have certificates; plain tcp gives root on the host to everybody who reaches it, set DOCKER_CERT_PATH or use unix:// or ssh://',
    ),
  );
});

test.each(['http://host.test:2375', 'npipe:////./pipe/docker', '/var/run/docker.sock'])('%s is refused', (host) => {
  expect(() => DockerHost.fromEnvironment({ DOCKER_HOST: host })).toThrow(
    new Error(`EngineInvalid: engine ${JSON.stringify(host)} must be unix://, ssh:// or tcp://; set DOCKER_HOST to one`),
  );
});

test.each([{}, { DOCKER_HOST: '' }])('without DOCKER_HOST it is a local socket', (environment) => {
  expect(DockerHost.fromEnvironment(environment).url).toMatch(/^unix:\/\/\/(var\/run|run\/appengine)\/docker\.sock$/);
});
