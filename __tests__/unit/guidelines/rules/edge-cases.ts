import type { Arguments } from '../terraform';
import type { Case } from './cases';

const V = '${var.x}';

function options(...more: readonly string[]): Arguments {
  return { security_opts: more };
}

function hosted(source: string): Arguments {
  return { volumes: [{ host_path: source, container_path: '/x', read_only: true }] };
}

function command(...words: readonly string[]): Arguments {
  return { command: words };
}

function local(line: string): Arguments {
  return { provisioner: { 'local-exec': { command: line } } };
}

function capabilities(drop: readonly string[], add: readonly string[] = []): Arguments {
  return { capabilities: { drop, add } };
}

const DRIVERS = ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'];
const GROUPS = ['0', '42', '6', 'disk', 'docker', 'kvm', 'lxd', 'podman', 'shadow', 'sudo', 'wheel'];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  ...['ip_forward', 'ip_local_port_range', 'ip_local_reserved_ports', 'ip_unprivileged_port_start', 'ping_group_range'],
  ...['tcp_fin_timeout', 'tcp_keepalive_intvl', 'tcp_keepalive_probes', 'tcp_keepalive_time', 'tcp_syncookies', 'tcp_tw_reuse'],
].map((name) => (name.includes('.') ? name : `net.ipv4.${name}`));

/** The borders between good and bad, and every name on a list: what a mutation run found nobody to ask about. */
export const EDGE_CASES: Readonly<Record<string, readonly Case[]>> = {
  'SDG-02.1': [
    [{ host: 'http+unix://x' }, 'fail host = http+unix://x'],
    [{ host: 'xtcp://h:2376', cert_path: '/certs' }, 'fail host = xtcp://h:2376'],
    [{ host: 'https://h:2376', cert_path: '/certs' }, 'pass host = https://h:2376'],
  ],
  'SDG-02.2': [
    [{ ssh_opts: ['-oStrictHostKeyChecking == "no"'] }, 'fail ssh_opts = -oStrictHostKeyChecking == "no"'],
    [{ ssh_opts: ['-oUserKnownHostsFile == /dev/null'] }, 'fail ssh_opts = -oUserKnownHostsFile == /dev/null'],
  ],
  'SDG-02.6': [
    [{ ports: [{ internal: 80, external: 80 }] }, 'pass ports.external = 80', 'pass publish_all_ports = false'],
    [{ ports: [{ internal: 80, external: 81 }] }, 'fail ports.external = 81', 'pass publish_all_ports = false'],
  ],
  'SDG-03.1': DRIVERS.map((driver): Case => [{ log_driver: driver }, `pass log_driver = ${driver}`]),
  'SDG-03.2': [
    [{}, 'pass log_opts = bounded by the driver'],
    [{ log_driver: 'json-file', log_opts: { 'max-file': '3' } }, 'fail log_opts.max-size = not set'],
    [{ log_driver: 'local', log_opts: { compress: 'true' } }, 'fail log_opts.max-size = not set'],
  ],
  'SDG-04.1': [
    [options('seccomp=unconfined'), 'pass security_opts = seccomp=unconfined'],
    [options('apparmor=unconfined-web'), 'pass security_opts = apparmor=unconfined-web'],
    [options('apparmor=not-unconfined'), 'pass security_opts = apparmor=not-unconfined'],
  ],
  'SDG-04.2': [
    [options('seccomp=disable'), 'pass security_opts = seccomp=disable'],
    [options('label=disabled'), 'pass security_opts = label=disabled'],
    [options('label=not-disable'), 'pass security_opts = label=not-disable'],
  ],
  'SDG-05.3': [
    [{ user: null }, 'pass group_add = none'],
    [{ group_add: GROUPS }, ...GROUPS.map((group) => `fail group_add = ${group}`), 'pass user = group 1000'],
  ],
  'SDG-05.4': [[options('seccomp=builtin'), 'fail security_opts = no-new-privileges is not set']],
  'SDG-05.5': [
    ...['/run/docker', '/run/containerd', '/run/crio', '/run/podman', '/run/buildkit', '/run/user', '/run/docker.sock'].map(
      (path): Case => [hosted(path), `fail mounts = ${path}`],
    ),
    ...['/srv/docker.sock.d', '/srv/run/user/1001', '/run/user/1001/app'].map((path): Case => [hosted(path), `pass mounts = ${path}`]),
    ...['docker', 'containerd', 'crio', 'podman', 'cri-dockerd', 'buildkitd'].map((name): Case => [
      hosted(`/srv/${name}.sock`),
      `fail mounts = /srv/${name}.sock`,
    ]),
  ],
  'SDG-06.1': [[{ memory: 1 }, 'pass memory = 1']],
  'SDG-06.5': [
    [{ ulimit: [{ name: 'core', hard: 0 }] }, 'pass ulimit.hard = 0'],
    [{ ulimit: [{ name: 'core' }] }, 'fail ulimit.hard = not set'],
  ],
  'SDG-06.6': [[{ restart: 'on-failure', max_retry_count: 1 }, 'pass max_retry_count = 1']],
  'SDG-06.8': [
    [{ cgroup_parent: '' }, 'pass cgroup_parent = ""'],
    [{ cgroup_parent: 'appengine-acme.slice' }, 'pass cgroup_parent = appengine-acme.slice'],
    [{ cgroup_parent: 'x-tenant-acme.slice' }, 'fail cgroup_parent = x-tenant-acme.slice'],
    [{ cgroup_parent: 'tenant-acme.slice/x' }, 'fail cgroup_parent = tenant-acme.slice/x'],
  ],
  'SDG-07.1': [
    [capabilities(['ALL'], ['ALL']), 'fail capabilities.add = ALL'],
    [capabilities(['ALL'], ['CHOWN']), 'pass capabilities.add = CHOWN'],
    ...['SETUID', 'SETGID', 'SETPCAP', 'SETFCAP'].flatMap((name, _, all): readonly Case[] => [
      [capabilities(['ALL'], [name]), `fail capabilities.add = ${name}`],
      [
        capabilities(all.filter((other) => other !== name)),
        'pass capabilities.add = none',
        `fail capabilities.drop = ${all.filter((other) => other !== name).join(', ')}`,
      ],
    ]),
  ],
  'SDG-07.2': [[{ tmpfs: { '/tmp': 'size=1m' } }, 'pass tmpfs options = default']],
  'SDG-08.2': [
    [{ devices: { host_path: '/dev/snd', permissions: 'rw' } }, 'pass devices.permissions = rw'],
    [{ devices: { host_path: '/dev/snd', permissions: 'mr' } }, 'fail devices.permissions = mr'],
  ],
  'SDG-08.3': [
    [hosted('/'), 'pass devices.host_path = none', 'fail mounts = /'],
    [hosted('/dev/sg0'), 'pass devices.host_path = none', 'fail mounts = /dev/sg0'],
    [hosted('/srv/dev/sda'), 'pass devices.host_path = none', 'pass mounts = /srv/dev/sda'],
  ],
  'SDG-09.1': [
    [command('xsshd'), 'pass command = xsshd', 'pass ports.internal = none'],
    [command('sshd2'), 'pass command = sshd2', 'pass ports.internal = none'],
    [{ ports: [{ internal: 80, external: 8080 }] }, 'pass command = none', 'pass ports.internal = 80'],
  ],
  'SDG-09.6': [
    ...['-token=hunter2', '--api-token=hunter2', '--url=https://u:p@h/', 'https://u:p@h/', '--password=two\nlines'].map((word): Case => [
      command(word),
      'fail command = an argument',
      'pass env = none',
      'pass labels = none',
      'pass log_opts = none',
    ]),
    ...['run --password=x', '--password', '--password=', '--name=x', 'password=x'].map((word): Case => [
      command(word),
      'pass command = an argument',
      'pass env = none',
      'pass labels = none',
      'pass log_opts = none',
    ]),
    [
      { log_opts: { 'api-token': V, mode: V }, labels: [{ label: 'x', value: V }] },
      'pass command = none',
      'pass env = none',
      'unknown labels = ${var.x}',
      'unknown log_opts = ${var.x}',
      'unknown log_opts = ${var.x}',
    ],
  ],
  'SDG-10.4': ['private', 'rprivate', ''].map((propagation): Case => [
    { mounts: [{ type: 'bind', source: '/srv', target: '/x', bind_options: { propagation } }] },
    `pass mounts.bind_options.propagation = ${propagation === '' ? '""' : propagation}`,
  ]),
  'SDG-10.5': [
    [options('apparmor=unconfined'), 'pass security_opts = apparmor=unconfined'],
    [options('systempaths=unconfined-not'), 'pass security_opts = systempaths=unconfined-not'],
    [options('systempaths=not-unconfined'), 'pass security_opts = systempaths=not-unconfined'],
    [options('systempaths=true'), 'pass security_opts = systempaths=true'],
  ],
  'SDG-10.8': [[{ sysctls: Object.fromEntries(SYSCTLS.map((name) => [name, '1'])) }, ...SYSCTLS.map((name) => `pass sysctls = ${name}`)]],
  'SDG-13.1': [
    [options('apparmor=unconfined'), 'pass security_opts = apparmor=unconfined'],
    [options('seccomp=unconfined.json'), 'pass security_opts = seccomp=unconfined.json'],
    [options('seccomp=/x/unconfined'), 'pass security_opts = seccomp=/x/unconfined'],
  ],
  'SDG-13.2': [
    [options('seccomp=unconfined.json'), 'fail security_opts seccomp = no inline JSON profile'],
    [options('seccomp=/x/builtin'), 'fail security_opts seccomp = no inline JSON profile'],
  ],
  'SDG-14.2':
    'ALL AUDIT_CONTROL BPF CHECKPOINT_RESTORE DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN PERFMON SYSLOG SYS_ADMIN SYS_BOOT SYS_MODULE SYS_PTRACE SYS_RAWIO SYS_TIME'
      .split(' ')
      .map((name): Case => [capabilities(['ALL'], [name]), `fail capabilities.add = ${name}`]),
  'SDG-14.3': [
    [capabilities(['ALL'], ['ALL']), 'fail capabilities.add = ALL', 'pass capabilities.drop = ALL'],
    [capabilities(['ALL'], ['CHOWN']), 'pass capabilities.add = CHOWN', 'pass capabilities.drop = ALL'],
    [capabilities(['CHOWN']), 'pass capabilities.add = none', 'fail capabilities.drop = CHOWN'],
  ],
  'SDG-14.5': [
    [{ ...options('no-new-privileges:false', 'label=true'), ...capabilities(['ALL'], ['CHOWN']) }, 'pass capabilities.add = CHOWN'],
    [{ ...options('label=true'), ...capabilities(['ALL'], ['CHOWN']) }, 'pass capabilities.add = CHOWN'],
    [{ user: null, ...capabilities(['ALL'], ['CHOWN']) }, 'pass capabilities.add = CHOWN'],
  ],
  'SDG-15.1': [
    ...['', 'default', 'docker0'].map((mode): Case => [
      { network_mode: mode, networks_advanced: null },
      `fail network_mode = ${mode === '' ? '""' : mode}`,
    ]),
    [{ networks_advanced: [{ name: 'bridge' }] }, 'fail networks_advanced.name = bridge'],
  ],
  'SDG-15.7': [
    [{ options: { encrypted: '', mtu: 'false' } }, 'pass attachable = false', 'pass options.encrypted = ""'],
    [{ options: { mtu: '1500' } }, 'pass attachable = false', 'fail options.encrypted = not set'],
  ],
  'SDG-16.2': [
    ...['runc', 'runsc', 'kata', 'kata-qemu', 'io.containerd.kata.v2'].map((name): Case => [{ runtime: name }, `pass runtime = ${name}`]),
    ...['xrunc', 'runc2', 'kata qemu', 'io.containerd.runc.v2x'].map((name): Case => [{ runtime: name }, `fail runtime = ${name}`]),
  ],
  'SDG-17.4': [
    ...[
      'docker create x',
      'docker container run x',
      'docker service create x',
      'docker stack deploy x',
      'docker plugin install x',
      'docker compose up',
      'docker compose -f x run y',
      'docker-compose up',
      'docker compose create',
      'docker compose start',
      'docker  --host=tcp://h   run x',
      'docker -D --log-level debug run x',
      'nerdctl run x',
      'ctr run x',
    ].map((line): Case => [local(line), `fail provisioner = ${line.replace(/\s+/g, ' ')}`]),
    ...[
      'docker ps',
      'docker compose ps',
      'mydocker run',
      'docker runner',
      'docker container ls',
      'docker-compose ps',
      'docker stack ls',
    ].map((line): Case => [local(line), `pass provisioner = ${line}`]),
  ],
};
