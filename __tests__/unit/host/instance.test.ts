import { Instance } from '../../../constructs';

test('has a name, a port and a directory of its own', () => {
  const instance = Instance.fromEnvironment({}, '/project');

  expect(instance).toMatchObject({ name: 'appengine', httpPort: 8080, directory: '/project/.appengine/appengine' });
  expect(instance.stateFile('acme')).toBe('/project/.appengine/appengine/state/acme.tfstate');
  expect(instance.imageName('acme/shop', 'tag')).toBe('appengine.invalid/appengine/acme/shop:tag');
});

test('the environment names another one', () => {
  expect(Instance.fromEnvironment({ APPENGINE_INSTANCE: 'blue', APPENGINE_HTTP_PORT: '80' }, '/project')).toMatchObject({
    name: 'blue',
    httpPort: 80,
    directory: '/project/.appengine/blue',
  });
});

test('another instance has a port of its own, always the same', () => {
  const [blue, green, again] = ['blue', 'green', 'blue'].map(
    (name) => Instance.fromEnvironment({ APPENGINE_INSTANCE: name }, '/').httpPort,
  );

  expect(blue).toBeGreaterThanOrEqual(20_000);
  expect(blue).toBeLessThan(30_000);
  expect(green).not.toBe(blue);
  expect(again).toBe(blue);
});

test('TLS has a port of its own, too', () => {
  expect(Instance.fromEnvironment({}, '/').httpsPort).toBe(8443);
  expect(Instance.fromEnvironment({ APPENGINE_HTTPS_PORT: '443' }, '/').httpsPort).toBe(443);
  const { httpPort, httpsPort } = Instance.fromEnvironment({ APPENGINE_INSTANCE: 'blue' }, '/');
  expect(httpsPort).toBe(httpPort + 10_000);
  expect(() => Instance.fromEnvironment({ APPENGINE_HTTPS_PORT: '8080' }, '/')).toThrow(
    'PortInvalid: HTTP and HTTPS port are both 8080 and must differ; set APPENGINE_HTTP_PORT or APPENGINE_HTTPS_PORT',
  );
});

test.each(['', 'Blue', 'blue-green', '1st', 'a'.repeat(21)])('the name %j is refused', (name) => {
  expect(() => new Instance({ name, httpPort: 8080, httpsPort: 8443, projectDirectory: '/' })).toThrow(
    new Error(
      `InstanceNameInvalid: instance name ${JSON.stringify(name)} must be 1 to 20 of a-z and 0-9 with a letter first; set APPENGINE_INSTANCE to such a name`,
    ),
  );
});

test.each(['0', '65536', 'http', ''])('the port %j is refused', (port) => {
  expect(() => Instance.fromEnvironment({ APPENGINE_HTTP_PORT: port })).toThrow(
    new Error(`PortInvalid: HTTP port ${String(Number(port))} must be a whole number from 1 to 65535; set APPENGINE_HTTP_PORT to one`),
  );
});
