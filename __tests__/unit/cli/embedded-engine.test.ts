import { isConfiguredBy } from '../../../cli/engine/embedded';

test.each([
  [['dockerd', '--config-file=/srv/daemon.json'], true],
  [['dockerd', '--config-file', '/srv/daemon.json'], true],
  [['dockerd', '--config-file=/srv/daemon.json.old'], false],
  [['cat', '--config-file=/etc/docker/daemon.json'], false],
  [['dockerd'], false],
])('%j is the engine of the file: %s', (commandLine, isOurs) => {
  expect(isConfiguredBy(commandLine, '/srv/daemon.json')).toBe(isOurs);
});
