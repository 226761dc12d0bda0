import { known, type Facts, type HostFile, type SwarmFacts } from '../../../../guidelines';
import { container, host, UNREAD, type HostChanges } from '../engine-facts';
import type { LiveCase, LiveRuleCases } from './live-cases';

function on(changes: HostChanges): readonly Facts[] {
  return [host(changes)];
}

function file(path: string, owner: string, group: string, mode: number): HostFile {
  return { path, owner: known(owner), group: known(group), mode: known(mode) };
}

function files(...some: readonly HostFile[]): readonly Facts[] {
  return on({ system: { files: some.map(known) } });
}

const MANAGER: SwarmFacts = {
  isManager: known(true),
  managers: known(3),
  autoLock: known(true),
  listenAddress: known('10.0.0.1:2377'),
  certificateDays: known(90),
};

function swarm(changes: Partial<SwarmFacts>): readonly Facts[] {
  return on({ swarm: known({ ...MANAGER, ...changes }) });
}

/** What only the host of an engine tells, by the rule. */
export const HOST_CASES: Readonly<Record<string, LiveRuleCases>> = {
  'SDG-01.3': {
    good: [
      [on({}), 'pass insecure-registries = none'],
      [
        on({ insecureRegistries: ['127.0.0.0/8', '::1/128', 'localhost:5000'].map(known) }),
        'pass insecure-registries = 127.0.0.0/8, ::1/128, localhost:5000',
      ],
    ],
    bad: [
      [
        on({ insecureRegistries: ['10.0.0.0/8', '127.0.0.0/7', '::1/127', 'registry.acme:5000', '[::1]:5000'].map(known) }),
        'fail insecure-registries = 10.0.0.0/8',
        'fail insecure-registries = 127.0.0.0/7',
        'fail insecure-registries = ::1/127',
        'fail insecure-registries = registry.acme:5000',
      ],
    ],
    open: [[on({ insecureRegistries: [UNREAD] }), 'unknown insecure-registries = not read']],
  },
  'SDG-02.1': {
    good: [
      [on({}), 'pass hosts = unix:///run/docker.sock', 'pass warnings = none'],
      [
        on({
          daemon: { hosts: [known('fd://'), known('tcp://10.0.0.1:2376')], tlsVerify: known(true) },
          warnings: [known('No swap limit')],
        }),
        'pass hosts = fd://, tcp://10.0.0.1:2376',
        'pass warnings = No swap limit',
      ],
    ],
    bad: [
      [
        on({ daemon: { hosts: [known('unix:///x'), known('tcp://0.0.0.0:2375')] } }),
        'fail hosts = tcp://0.0.0.0:2375',
        'pass warnings = none',
      ],
      [
        on({ warnings: [known('WARNING: API is accessible on http://0.0.0.0:2375 without encryption.')] }),
        'pass hosts = unix:///run/docker.sock',
        'fail warnings = WARNING: API is accessible on http://0.0.0.0:2375 without encryption.',
      ],
    ],
    open: [
      [on({ daemon: { hosts: [UNREAD] }, warnings: [UNREAD] }), 'unknown hosts = not read', 'unknown warnings = not read'],
      [on({ daemon: { hosts: [known('tcp://h:1')], tlsVerify: UNREAD } }), 'unknown hosts = not read', 'pass warnings = none'],
    ],
  },
  'SDG-02.3': {
    good: [[on({}), 'pass iptables = true', 'pass userland-proxy = false']],
    bad: [[on({ daemon: { iptables: known(false), userlandProxy: known(true) } }), 'fail iptables = false', 'fail userland-proxy = true']],
    open: [
      [on({ daemon: { iptables: UNREAD, userlandProxy: UNREAD } }), 'unknown iptables = not read', 'unknown userland-proxy = not read'],
    ],
  },
  'SDG-02.9': {
    good: [
      [on({ versions: { engine: known('20.10.24') } }), 'pass raw PREROUTING = drops it'],
      [on({ versions: { engine: known('28.0.0') }, system: { routedDropped: known(false) } }), 'pass engine = 28.0.0'],
    ],
    bad: [
      [on({ versions: { engine: known('27.5.1') }, system: { routedDropped: known(false) } }), 'fail raw PREROUTING = lets it through'],
      [
        on({ versions: { engine: known('28.0.0') }, daemon: { iptables: known(false) }, system: { routedDropped: known(false) } }),
        'fail raw PREROUTING = lets it through',
      ],
      [
        on({ versions: { engine: known('28.0.0-rc.1') }, system: { routedDropped: known(false) } }),
        'fail raw PREROUTING = lets it through',
      ],
    ],
    open: [
      [on({ versions: { engine: UNREAD }, system: { routedDropped: UNREAD } }), 'unknown raw PREROUTING = not read'],
      [
        on({ versions: { engine: known('28.1.0') }, daemon: { iptables: UNREAD }, system: { routedDropped: UNREAD } }),
        'unknown raw PREROUTING = not read',
      ],
    ],
  },
  'SDG-03.3': {
    good: [
      [on({}), 'pass auditd = /etc/docker, /usr/bin/dockerd'],
      [on({ system: { watched: [UNREAD, known('/')] } }), 'pass auditd = /etc/docker, /usr/bin/dockerd'],
    ],
    bad: [
      [on({ system: { watched: [known('/etc')] } }), 'fail auditd = /usr/bin/dockerd'],
      [on({ system: { watched: [known('/usr/bin/dockerd'), known('/etc/docker/daemon.json')] } }), 'fail auditd = /etc/docker'],
    ],
    open: [
      [on({ system: { watched: [UNREAD] } }), 'unknown auditd = not read', 'unknown auditd = not read'],
      [on({ system: { watchable: [UNREAD] } }), 'unknown auditd = not read'],
    ],
  },
  'SDG-04.3': {
    good: [
      [on({}), 'pass seccomp = builtin', 'pass security module = AppArmor'],
      [on({ appArmor: known(false), seLinux: known(true) }), 'pass seccomp = builtin', 'pass security module = SELinux'],
    ],
    bad: [
      [
        on({ appArmor: known(false), seccompProfile: known(undefined) }),
        'fail seccomp = not set',
        'fail security module = no AppArmor, no SELinux',
      ],
    ],
    open: [[on({ appArmor: UNREAD, seccompProfile: UNREAD }), 'unknown seccomp = not read', 'unknown security module = not read']],
  },
  'SDG-05.6': {
    good: [
      [on({}), 'pass /run/docker.sock = root:docker 660', 'pass group docker = none'],
      [
        files(file('/run/containerd/containerd.sock', '0', '0', 0o600)),
        'pass /run/containerd/containerd.sock = 0:0 600',
        'pass group docker = none',
      ],
      [files(file('/etc/docker/daemon.json', 'eve', 'eve', 0o777)), 'pass group docker = none'],
    ],
    bad: [
      [files(file('/run/docker.sock', 'eve', 'docker', 0o660)), 'fail /run/docker.sock = eve:docker 660', 'pass group docker = none'],
      [files(file('/run/docker.sock', 'root', 'users', 0o660)), 'fail /run/docker.sock = root:users 660', 'pass group docker = none'],
      [files(file('/run/docker.sock', 'root', 'docker', 0o661)), 'fail /run/docker.sock = root:docker 661', 'pass group docker = none'],
      [
        files({ ...file('/run/docker.sock', 'root', 'docker', 0o666), owner: UNREAD }),
        'fail /run/docker.sock = not read:docker 666',
        'pass group docker = none',
      ],
      [on({ system: { files: [], dockerGroup: [known('eve')] } }), 'fail group docker = eve'],
    ],
    open: [
      [on({ system: { files: [UNREAD], dockerGroup: [UNREAD] } }), 'unknown files = not read', 'unknown group docker = not read'],
      [
        files({ ...file('/run/docker.sock', 'root', 'docker', 0o60), group: UNREAD }),
        'unknown /run/docker.sock = root:not read 060',
        'pass group docker = none',
      ],
      [
        files({ ...file('/run/docker.sock', 'root', 'docker', 0), mode: UNREAD }),
        'unknown /run/docker.sock = root:docker not read',
        'pass group docker = none',
      ],
    ],
    idle: [on({ rootless: known(true), system: { files: [UNREAD], dockerGroup: [known('eve')] } })],
  },
  'SDG-11.1': {
    good: [
      [on({}), 'pass containerd = v2.3.6', 'pass engine = 29.9.0', 'pass runc = 1.5.2'],
      [
        on({ versions: { engine: known('29.5.1'), containerd: known('1.7.33'), runc: known('1.2.8') } }),
        'pass containerd = 1.7.33',
        'pass engine = 29.5.1',
        'pass runc = 1.2.8',
      ],
    ],
    bad: [
      [
        on({ versions: { engine: known('28.5.2'), containerd: known('1.6.39'), runc: known('1.4.0-rc.2') } }),
        'fail containerd = 1.6.39',
        'fail engine = 28.5.2',
        'fail runc = 1.4.0-rc.2',
      ],
    ],
    open: [
      [
        on({ versions: { engine: known('20.10.24+dfsg1'), containerd: known('1.6.20~ds1'), runc: known('1.1.5+ds1-1+deb12u1') } }),
        'unknown containerd = 1.6.20~ds1: Debian mends it under the same number',
        'unknown engine = 20.10.24+dfsg1: Debian mends it under the same number',
        'unknown runc = 1.1.5+ds1-1+deb12u1: Debian mends it under the same number',
      ],
      [
        on({ versions: { engine: UNREAD, containerd: known(undefined), runc: known('dev') } }),
        'unknown containerd = the engine does not name it',
        'unknown engine = not read',
        'unknown runc = dev is no number of a version',
      ],
    ],
  },
  'SDG-11.2': {
    good: [[on({}), 'pass kernel = 6.18.44-cloud']],
    bad: [[on({ versions: { kernel: known('6.12.86+deb13-amd64') } }), 'fail kernel = 6.12.86+deb13-amd64']],
    open: [
      [on({ versions: { kernel: known('6.1.0-39-amd64') } }), 'unknown kernel = 6.1.0-39-amd64: Debian mends it under the same number'],
    ],
  },
  'SDG-11.3': {
    good: [
      [
        on({}),
        'pass cgroup version = 2',
        'pass debug = false',
        'pass experimental = false',
        'pass live-restore = true',
        'pass log-level = not set',
        'pass storage-driver = overlay2',
      ],
      [
        on({ swarm: known(MANAGER), liveRestore: known(false) }),
        'pass cgroup version = 2',
        'pass debug = false',
        'pass experimental = false',
        'pass log-level = not set',
        'pass storage-driver = overlay2',
      ],
    ],
    bad: [
      ...['aufs', 'devicemapper', 'overlay'].map((driver): LiveCase => [
        on({
          storageDriver: known(driver),
          cgroupVersion: known('1'),
          debug: known(true),
          experimental: known(true),
          liveRestore: known(false),
          daemon: { logLevel: known('debug') },
        }),
        'fail cgroup version = 1',
        'fail debug = true',
        'fail experimental = true',
        'fail live-restore = false',
        'fail log-level = debug',
        `fail storage-driver = ${driver}`,
      ]),
    ],
    open: [
      [
        on({
          storageDriver: UNREAD,
          cgroupVersion: UNREAD,
          debug: UNREAD,
          experimental: UNREAD,
          liveRestore: UNREAD,
          swarm: UNREAD,
          daemon: { logLevel: UNREAD },
        }),
        ...['cgroup version', 'debug', 'experimental', 'live-restore', 'log-level', 'storage-driver'].map(
          (name) => `unknown ${name} = not read`,
        ),
      ],
    ],
  },
  'SDG-11.4': {
    good: [
      [on({}), 'pass data-root = a file system of its own'],
      ...(
        [
          ['/etc/docker/key.pem', 0o400, '400'],
          ['/etc/docker/server-key-2.pem', 0o400, '400'],
          ['/etc/docker/tls.key', 0o400, '400'],
          ['/etc/docker/ca.pem', 0o444, '444'],
          ['/etc/docker/certs.d/r/ca.crt', 0o444, '444'],
          ['/etc/docker/certs.d/r/client.cert', 0o444, '444'],
          ['/etc/docker/daemon.json', 0o644, '644'],
          ['/lib/systemd/system/docker.service', 0o644, '644'],
          ['/lib/systemd/system/docker.socket', 0o644, '644'],
          ['/etc/containerd/config.toml', 0o644, '644'],
          ['/etc/default/docker', 0o644, '644'],
          ['/etc/sysconfig/docker', 0o644, '644'],
          ['/etc/docker', 0o755, '755'],
          ['/etc/docker/key.pem.d', 0o755, '755'],
          ['/etc/docker/tls.key.d', 0o755, '755'],
          ['/etc/docker/ca.pem.d', 0o755, '755'],
          ['/etc/docker/daemon.json.d', 0o755, '755'],
          ['/srv/etc/default/docker', 0o755, '755'],
          ['/usr/bin/dockerd', 0o755, '755'],
        ] as const
      ).map(([path, mode, shown]): LiveCase => [
        files(file(path, 'root', 'root', mode)),
        `pass ${path} = root:root ${shown}`,
        'pass data-root = a file system of its own',
      ]),
      [on({ rootless: known(true), system: { files: [UNREAD] } }), 'pass data-root = a file system of its own'],
    ],
    bad: [
      ...(
        [
          ['/etc/docker/key.pem', 0o440, '440'],
          ['/etc/docker/server-key-2.pem', 0o444, '444'],
          ['/etc/docker/tls.key', 0o600, '600'],
          ['/etc/docker/ca.pem', 0o644, '644'],
          ['/etc/docker/certs.d/r/ca.crt', 0o644, '644'],
          ['/etc/docker/certs.d/r/client.cert', 0o644, '644'],
          ['/etc/docker/daemon.json', 0o664, '664'],
          ['/lib/systemd/system/docker.service', 0o755, '755'],
          ['/lib/systemd/system/docker.socket', 0o755, '755'],
          ['/etc/containerd/config.toml', 0o755, '755'],
          ['/etc/default/docker', 0o755, '755'],
          ['/etc/sysconfig/docker', 0o755, '755'],
          ['/etc/docker', 0o775, '775'],
          ['/etc/docker/key.pem.d', 0o757, '757'],
          ['/srv/etc/default/tls.key.old', 0o1755, '1755'],
        ] as const
      ).map(([path, mode, shown]): LiveCase => [
        files(file(path, 'root', 'root', mode)),
        `fail ${path} = root:root ${shown}`,
        'pass data-root = a file system of its own',
      ]),
      [
        files(file('/etc/docker', 'root', 'docker', 0o755)),
        'fail /etc/docker = root:docker 755',
        'pass data-root = a file system of its own',
      ],
      [on({ system: { dataOnOwnPartition: known(false) } }), 'fail data-root = on the file system of the host'],
    ],
    open: [[on({ system: { files: [UNREAD], dataOnOwnPartition: UNREAD } }), 'unknown data-root = not read', 'unknown files = not read']],
  },
  'SDG-12.1': {
    good: [[on({}), 'pass userns-remap = true']],
    bad: [[on({ userNamespaces: known(false) }), 'fail userns-remap = false']],
    open: [[on({ userNamespaces: UNREAD }), 'unknown userns-remap = not read']],
  },
  'SDG-13.3': {
    good: [
      [on({ seccompProfile: known('default') }), 'pass seccomp profile = 29.9.0'],
      [on({ versions: { engine: known('29.4.2') } }), 'pass seccomp profile = 29.4.2'],
    ],
    bad: [
      [on({ seccompProfile: known(undefined) }), 'fail seccomp-profile = none'],
      [on({ seccompProfile: known('unconfined') }), 'fail seccomp-profile = unconfined'],
      [on({ versions: { engine: known('29.4.1') } }), 'fail seccomp profile = 29.4.1'],
      [on({ versions: { engine: known('20.10.24+dfsg1') } }), 'fail seccomp profile = 20.10.24+dfsg1'],
    ],
    open: [
      [on({ seccompProfile: UNREAD }), 'unknown seccomp-profile = not read'],
      [
        on({ seccompProfile: known('/etc/docker/own.json') }),
        'unknown seccomp-profile = /etc/docker/own.json: the engine does not tell what is in it',
      ],
      [on({ versions: { engine: UNREAD } }), 'unknown seccomp profile = not read'],
    ],
  },
  'SDG-16.2': {
    good: [
      [on({}), 'pass default-runtime = runc'],
      [[container()], 'pass runtime = not set'],
    ],
    bad: [
      [on({ defaultRuntime: known('nvidia') }), 'fail default-runtime = nvidia'],
      [on({ defaultRuntime: known(undefined) }), 'fail default-runtime = not set'],
    ],
    open: [[on({ defaultRuntime: UNREAD }), 'unknown default-runtime = not read']],
  },
  'SDG-17.5': {
    good: [
      [swarm({}), 'pass autolock = true', 'pass cert-expiry days = 90', 'pass listen-addr = 10.0.0.1:2377', 'pass managers = 3'],
      [
        swarm({ managers: known(7), listenAddress: known('[fd00::1]:2377') }),
        'pass autolock = true',
        'pass cert-expiry days = 90',
        'pass listen-addr = [fd00::1]:2377',
        'pass managers = 7',
      ],
    ],
    bad: [
      [
        swarm({ managers: known(2), autoLock: known(false), listenAddress: known('0.0.0.0:2377'), certificateDays: known(91) }),
        'fail autolock = false',
        'fail cert-expiry days = 91',
        'fail listen-addr = 0.0.0.0:2377',
        'fail managers = 2',
      ],
      [
        swarm({ managers: known(9), listenAddress: known(undefined), certificateDays: known(undefined) }),
        'pass autolock = true',
        'fail cert-expiry days = not set',
        'fail listen-addr = not set',
        'fail managers = 9',
      ],
      [
        swarm({ managers: known(undefined) }),
        'pass autolock = true',
        'pass cert-expiry days = 90',
        'pass listen-addr = 10.0.0.1:2377',
        'fail managers = not set',
      ],
    ],
    open: [
      [on({ swarm: UNREAD }), 'unknown swarm = not read'],
      [swarm({ isManager: UNREAD }), 'unknown swarm = not read'],
      [
        swarm({ managers: UNREAD, autoLock: UNREAD, listenAddress: UNREAD, certificateDays: UNREAD }),
        'unknown autolock = not read',
        'unknown cert-expiry days = not read',
        'unknown listen-addr = not read',
        'unknown managers = not read',
      ],
    ],
    idle: [on({}), swarm({ isManager: known(false) })],
  },
};
