import { listeners, settingsOfFlags } from '../../../../cli/audit/host/engine-process';
import { watchedIn } from '../../../../cli/audit/host/read-host';

test.each<readonly [readonly string[], object]>([
  [[], {}],
  [['--config-file', '/srv/daemon.json'], { 'config-file': '/srv/daemon.json' }],
  [['--config-file=/srv/daemon.json'], { 'config-file': '/srv/daemon.json' }],
  [['-H', 'fd://', '--containerd=/run/containerd/containerd.sock'], { hosts: ['fd://'], containerd: '/run/containerd/containerd.sock' }],
  [['-H', 'unix:///a', '--host=tcp://0.0.0.0:2376', '--tlsverify'], { hosts: ['unix:///a', 'tcp://0.0.0.0:2376'], tlsverify: true }],
  [['--iptables=false', '--userland-proxy=true'], { iptables: false, 'userland-proxy': true }],
  [['--log-level', 'debug', '--data-root=/srv/docker'], { 'log-level': 'debug', 'data-root': '/srv/docker' }],
  [['--default-ulimit', 'nofile=1024:2048', '--default-ulimit=nproc=64'], { 'default-ulimits': { nofile: {}, nproc: {} } }],
  [['--insecure-registry', '10.0.0.0/8'], { 'insecure-registries': ['10.0.0.0/8'] }],
])('%j', (args, settings) => {
  expect(settingsOfFlags(args)).toEqual(settings);
});

test('the number of a socket by its path', () => {
  const table = [
    'Num       RefCount Protocol Flags    Type St Inode Path',
    'ffff9a: 00000002 00000000 00010000 0001 01 31337 /run/appengine/docker.sock',
    'ffff9b: 00000002 00000000 00010000 0001 01 4711 /var/run/docker.sock',
    'ffff9c: 00000003 00000000 00000000 0001 03 99 ',
  ].join('\n');
  expect(listeners(table, '/run/appengine/docker.sock')).toEqual(['31337']);
  expect(listeners(table, '/run/docker.sock')).toEqual(['4711']);
  expect(listeners(table, '/run/other.sock')).toEqual([]);
});

test('what auditd watches', () => {
  const listing = [
    '-w /usr/bin/dockerd -p rwxa -k docker',
    '-w /etc/docker -p wa',
    '-a always,exit -S all -F path=/usr/bin/runc -F perm=x -F key=docker',
    '-a always,exit -S all -F dir=/var/lib/docker -F perm=wa',
    '-a never,exit -S exit',
  ].join('\n');
  expect(watchedIn(listing)).toEqual(['/usr/bin/dockerd', '/etc/docker', '/usr/bin/runc', '/var/lib/docker']);
  expect(watchedIn('No rules\n')).toEqual([]);
});
