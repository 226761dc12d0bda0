import { Capability, Listener, LogPolicy, PublishedPort, RestartPolicy, Size, User, Volume, WritablePath } from '../../../constructs';
import { tenant } from '../../fixture/tenant';

describe('capability', () => {
  test.each(['net_bind_service', 'CAP_NET_BIND_SERVICE', 'NET_BIND_SERVICE'])('%s has one canonical name', (name) => {
    expect(Capability.add(name, 'binds to port 80').name).toBe('CAP_NET_BIND_SERVICE');
  });

  const REFUSED =
    'ALL, SYS_ADMIN, SYS_MODULE, SYS_PTRACE, SYS_RAWIO, SYS_BOOT, SYS_TIME, SYSLOG, DAC_READ_SEARCH, NET_ADMIN, BPF, PERFMON, MAC_ADMIN, MAC_OVERRIDE, MKNOD, CHECKPOINT_RESTORE, AUDIT_CONTROL';

  test.each([...REFUSED.split(', '), 'X Y', ''])('%j is refused', (name) => {
    expect(() => Capability.add(name, 'would be convenient')).toThrow(
      new Error(
        `CapabilityRefused: capability ${JSON.stringify(name)} must be a Linux capability other than ${REFUSED}; drop it or give the work a host of its own`,
      ),
    );
  });
});

describe('user', () => {
  test.each([0, -1, 65_535, 1.5])('uid %d is refused', (uid) => {
    expect(() => User.of(uid)).toThrow(
      new Error(
        `UidOutOfRange: uid ${String(uid)} must be a whole number from 1 to 65534; 0 is root, use User.fromImage(reason) to keep the image's user`,
      ),
    );
  });
});

describe('writable path', () => {
  test('in memory can hold no program, device or setuid file', () => {
    const cache = WritablePath.tmpfs('/cache', Size.mebibytes(8));
    expect(cache.tmpfsOptions(User.of(10001))).toBe('rw,nosuid,nodev,noexec,size=8388608,mode=1777,uid=10001,gid=10001');
    expect(cache.tmpfsOptions(User.fromImage('it chooses one itself'))).toBe('rw,nosuid,nodev,noexec,size=8388608,mode=1777');
  });

  test('on a volume has no mount options', () => {
    const volume = new Volume(tenant(), 'Data', { name: 'data' });

    expect(WritablePath.volume('/data', volume)).toMatchObject({ volume });
    expect(WritablePath.volume('/data', volume).tmpfsOptions(User.of(10001))).toBeUndefined();
  });

  test.each([
    '/',
    'data',
    '',
    '/a b',
    '/a:b',
    '/a,b',
    '/data/../etc',
    '/proc',
    '/proc/sys',
    '/sys',
    '/dev/shm',
    '/etc',
    '/usr/lib',
    '/usr/src/app',
    '/usr/share/app/',
    '/usr/share/perl5/Net',
    '/usr/local/share/app/data',
    '/bin',
  ])('%j is refused', (path) => {
    expect(() => WritablePath.tmpfs(path, Size.mebibytes(1))).toThrow(
      new Error(
        `WritablePathRefused: writable path ${JSON.stringify(path)} must be absolute, below /, without "..", spaces, ":" or ",", and not in /proc, /sys, /dev, /boot, /etc, /lib or /usr, but for directories such as /usr/src/app/data; use a directory of the app such as /data`,
      ),
    );
  });

  test.each(['/data', '/processes', '/var/cache/app', '/etcetera', '/usr/src/paperless/data', '/usr/share/elasticsearch/data'])(
    '%j is allowed',
    (path) => {
      expect(WritablePath.tmpfs(path, Size.mebibytes(1)).path).toBe(path);
    },
  );
});

describe('published port', () => {
  test.each([
    [PublishedPort.loopback({ external: 8080, internal: 80 }), '127.0.0.1'],
    [PublishedPort.on('192.0.2.1', { external: 8080, internal: 80 }), '192.0.2.1'],
    [PublishedPort.on('2001:db8::1', { external: 8080, internal: 80 }), '2001:db8::1'],
  ])('is bound to one address (%#)', (port, ip) => {
    expect(port.render()).toEqual({ ip, external: 8080, internal: 80, protocol: 'tcp' });
  });

  test.each(['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '::0.0.0.0', '::ffff:0.0.0.0', '', 'localhost', '10.0.0.0/8'])(
    'on %j is refused',
    (address) => {
      expect(() => PublishedPort.on(address, { external: 80, internal: 80 })).toThrow(
        new Error(
          `PublishAddressRefused: publish address ${JSON.stringify(address)} must be one IP address of the host; a wildcard opens the port on every network, also past the host's firewall`,
        ),
      );
    },
  );

  test.each([
    { external: 0, internal: 80 },
    { external: 80, internal: 65_536 },
  ])('%j is refused', (ports) => {
    expect(() => PublishedPort.loopback(ports)).toThrow(
      /^PortInvalid: port (0|65536) must be a whole number from 1 to 65535; use one such as 8080$/,
    );
  });
});

test.each([0, 65_536, 80.5, NaN])('a listener on port %d is refused', (port) => {
  expect(() => Listener.http(port)).toThrow(
    new Error(
      `PortInvalid: port ${String(port)} must be a whole number from 1 to 65535; use the one that the program listens on, such as 8080`,
    ),
  );
});

describe('logs', () => {
  test('are bounded', () => {
    expect(LogPolicy.rotated(Size.mebibytes(10), 3)).toMatchObject({ driver: 'local', options: { 'max-size': '10240k', 'max-file': '3' } });
  });

  test('in files of up to 1 GiB', () => {
    expect(LogPolicy.rotated(Size.gibibytes(1), 1).options).toMatchObject({ 'max-size': '1048576k' });
    expect(() => LogPolicy.rotated(Size.mebibytes(1025), 1)).toThrow(
      new Error('LogSizeOutOfRange: log files of 1025MiB must be from 1KiB to 1GiB each; keep more of them instead'),
    );
  });

  test.each([0, 101, 1.5])('in %d files are refused', (files) => {
    expect(() => LogPolicy.rotated(Size.mebibytes(1), files)).toThrow(
      new Error(`LogFilesOutOfRange: log files ${String(files)} must be a whole number from 1 to 100; make each file larger to keep more`),
    );
  });
});

describe('restart', () => {
  test.each([
    [RestartPolicy.never(), 'no', undefined],
    [RestartPolicy.unlessStopped(), 'unless-stopped', undefined],
    [RestartPolicy.onFailure(5), 'on-failure', 5],
  ])('%#', (policy, mode, attempts) => {
    expect(policy).toMatchObject({ mode, attempts });
  });

  test.each([0, 101])('%d attempts are refused', (attempts) => {
    expect(() => RestartPolicy.onFailure(attempts)).toThrow(
      new Error(
        `RestartOutOfRange: restart attempts ${String(attempts)} must be a whole number from 1 to 100; use RestartPolicy.unlessStopped() for no end`,
      ),
    );
  });
});
