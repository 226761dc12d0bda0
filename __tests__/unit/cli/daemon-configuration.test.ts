import { daemonConfiguration } from '../../../cli/engine/daemon-configuration';

test('an engine of our own bounds its build cache by itself', () => {
  const configuration = daemonConfiguration({ dataRoot: '/d', execRoot: '/e', pidFile: '/p', host: 'unix:///s' });
  expect(configuration).toMatchObject({
    'data-root': '/d',
    hosts: ['unix:///s'],
    builder: { gc: { enabled: true, defaultKeepStorage: '2GB' } },
  });
});
