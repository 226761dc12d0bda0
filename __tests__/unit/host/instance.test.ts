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

test.each(['', 'Blue', 'blue-green', '1st', 'a'.repeat(21)])('the name %j is refused', (name) => {
  expect(() => new Instance({ name, httpPort: 8080, projectDirectory: '/' })).toThrow(
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
