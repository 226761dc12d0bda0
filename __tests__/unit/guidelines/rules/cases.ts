import type { Arguments } from '../terraform';

/** Arguments that differ from the good ones, and what the rule has to say about them. */
export type Case = [changes: Arguments, ...said: string[]];

/** What a rule is asked. */
export interface RuleCases {
  /** @default docker_container */
  readonly type?: string;
  /** Passing ones beside the good resource. @default the good resource alone */
  readonly good?: readonly Case[];
  readonly bad: readonly Case[];
  /** Values that only the apply or the engine knows. */
  readonly open: readonly Case[];
  /** Resources of the kind where the rule has nothing to judge. @default none: then there is one without such resources */
  readonly idle?: readonly Arguments[];
}

const V = '${var.x}';
const DIGEST = `sha256:${'b'.repeat(64)}`;
const NEVER = { start: false };

function profile(defaultAction: string, ...names: readonly string[]): string {
  return `seccomp=${JSON.stringify({ defaultAction, syscalls: [{ names, action: 'SCMP_ACT_ALLOW' }] })}`;
}

function entries(...syscalls: readonly object[]): string {
  const allowed = syscalls.map((entry) => ({ action: 'SCMP_ACT_ALLOW', ...entry }));
  return `seccomp=${JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: allowed })}`;
}

function options(...more: readonly string[]): Arguments {
  return { security_opts: ['no-new-privileges:true', ...more] };
}

function bind(source: unknown, more: Arguments = {}): Arguments {
  return { mounts: [{ type: 'bind', source, target: '/x', read_only: true, ...more }] };
}

function hosted(source: string): Arguments {
  return { volumes: [{ host_path: source, container_path: '/x' }] };
}

/** Good and bad of every rule, by its id. */
export const CASES: Readonly<Record<string, RuleCases>> = {
  'SDG-01.1': {
    good: [
      [{ image: DIGEST }, `pass image = ${DIGEST}`],
      [{ image: 'appengine.invalid/acme/shop:0123456789ab' }, 'pass image = appengine.invalid/acme/shop:0123456789ab'],
    ],
    bad: [
      [{ image: 'nginx' }, 'fail image = nginx'],
      [{ image: 'nginx:latest' }, 'fail image = nginx:latest'],
      [{ image: 'localhost:5000/nginx' }, 'fail image = localhost:5000/nginx'],
      [{ image: 'nginx@sha256:abc' }, 'fail image = nginx@sha256:abc'],
      [{ image: 'appengine.invalid/acme/shop:v1' }, 'fail image = appengine.invalid/acme/shop:v1'],
    ],
    open: [
      [{ image: V }, 'unknown image = ${var.x}'],
      [
        { image: 'nginx@${data.docker_registry_image.n.sha256_digest}' },
        'unknown image = nginx@${data.docker_registry_image.n.sha256_digest}',
      ],
    ],
  },
  'SDG-01.2': {
    good: [[{ image: 'index.docker.io/nginx:1' }, 'pass image = index.docker.io/nginx:1']],
    bad: [
      [{ image: 'acme/shop:1' }, 'fail image = acme/shop:1'],
      [{ image: 'docker.io/library-evil/nginx:1' }, 'fail image = docker.io/library-evil/nginx:1'],
      [{ image: 'localhost:5000/library/nginx:1' }, 'fail image = localhost:5000/library/nginx:1'],
    ],
    open: [[{ image: V }, 'unknown image = ${var.x}']],
  },
  'SDG-01.3': {
    type: 'docker_registry_image',
    bad: [[{ insecure_skip_verify: true }, 'fail insecure_skip_verify = true']],
    open: [[{ insecure_skip_verify: V }, 'unknown insecure_skip_verify = ${var.x}']],
  },
  'SDG-01.5': {
    type: 'docker_image',
    good: [
      [
        { build: { context: '.', build_args: { BASE: 'debian' } } },
        'pass build.build_args = BASE',
        'pass build.network_mode = not set',
        'pass build.security_opt = none',
      ],
    ],
    bad: [
      [
        {
          build: {
            context: '.',
            build_args: { NPM_TOKEN: V, URL: 'https://u:p@h' },
            network_mode: 'host',
            security_opt: ['seccomp=unconfined'],
          },
        },
        'fail build.build_args = NPM_TOKEN',
        'fail build.build_args = URL',
        'fail build.network_mode = host',
        'fail build.security_opt = seccomp=unconfined',
      ],
    ],
    open: [
      [
        { build: { build_args: V, network_mode: V, security_opt: V } },
        'unknown build.build_args = ${var.x}',
        'unknown build.network_mode = ${var.x}',
        'unknown build.security_opt = ${var.x}',
      ],
    ],
    idle: [{}],
  },
  'SDG-02.1': {
    type: 'provider',
    good: [
      [{ host: 'ssh://root@host' }, 'pass host = ssh://root@host'],
      [{ host: 'tcp://host:2376', cert_path: '/certs' }, 'pass host = tcp://host:2376'],
      [{ host: 'tcp://h:1', ca_material: 'a', cert_material: 'b', key_material: V }, 'pass host = tcp://h:1'],
    ],
    bad: [
      [{ host: 'tcp://host/ssh://x' }, 'fail host = tcp://host/ssh://x'],
      [{ host: 'http://tcp://x', cert_path: '/certs' }, 'fail host = http://tcp://x'],
      [{ host: 'tcp://host:2375' }, 'fail host = tcp://host:2375'],
      [{ host: 'tcp://host:2376', cert_path: '', ca_material: 'ca' }, 'fail host = tcp://host:2376'],
      [{ host: 'http://host:2375', cert_path: '/certs' }, 'fail host = http://host:2375'],
    ],
    open: [
      [{ host: V }, 'unknown host = ${var.x}'],
      [{ host: null }, 'unknown host = not set: DOCKER_HOST decides'],
      [{ host: '' }, 'unknown host = not set: DOCKER_HOST decides'],
    ],
  },
  'SDG-02.2': {
    type: 'provider',
    good: [[{ ssh_opts: ['-o', 'StrictHostKeyChecking=yes'] }, 'pass ssh_opts = -o, StrictHostKeyChecking=yes']],
    bad: [
      [
        { ssh_opts: ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'] },
        'fail ssh_opts = StrictHostKeyChecking=no',
        'fail ssh_opts = UserKnownHostsFile=/dev/null',
      ],
    ],
    open: [[{ ssh_opts: ['-o', V] }, 'unknown ssh_opts = ${var.x}']],
  },
  'SDG-02.4': {
    bad: [
      [{ network_mode: 'host' }, 'fail network_mode = host', 'pass networks_advanced.name = front'],
      [{ networks_advanced: { name: 'host' } }, 'pass network_mode = front', 'fail networks_advanced.name = host'],
    ],
    open: [[{ network_mode: V, networks_advanced: V }, 'unknown network_mode = ${var.x}', 'unknown networks_advanced.name = ${var.x}']],
  },
  'SDG-02.5': {
    good: [
      [{ ports: [{ internal: 80, external: 8080, ip: '127.0.0.1' }] }, 'pass ports.ip = 127.0.0.1'],
      [{ ports: { internal: 80, external: 8080, ip: '[::1]' } }, 'pass ports.ip = [::1]'],
    ],
    bad: [
      [{ ports: [{ internal: 80, external: 80 }] }, 'fail ports.ip = not set'],
      [{ ports: [{ internal: 80, ip: '0.0.0.0' }] }, 'fail ports.ip = 0.0.0.0'],
      [{ ports: [{ internal: 80, ip: '[::]' }] }, 'fail ports.ip = [::]'],
      [{ ports: [{ internal: 80, ip: '' }] }, 'fail ports.ip = ""'],
      [{ ports: [{ internal: 80, ip: '::ffff:0.0.0.0' }] }, 'fail ports.ip = ::ffff:0.0.0.0'],
    ],
    open: [
      [{ ports: [{ internal: 80, ip: V }] }, 'unknown ports.ip = ${var.x}'],
      [{ dynamic: { ports: { for_each: V, content: {} } } }, 'unknown ports.ip = dynamic ports'],
      [{ dynamic: [{ ports: {} }] }, 'unknown ports.ip = dynamic ports'],
    ],
    idle: [{}],
  },
  'SDG-02.6': {
    good: [
      [
        {
          ports: [
            { internal: 80, external: 443 },
            { internal: 81, external: 1024 },
          ],
        },
        'pass ports.external = 1024',
        'pass ports.external = 443',
        'pass publish_all_ports = false',
      ],
    ],
    bad: [
      [{ publish_all_ports: true }, 'fail publish_all_ports = true'],
      [{ ports: [{ internal: 80 }] }, 'fail ports.external = not set', 'pass publish_all_ports = false'],
      [{ ports: [{ internal: 80, external: 1023 }] }, 'fail ports.external = 1023', 'pass publish_all_ports = false'],
    ],
    open: [
      [
        { publish_all_ports: V, ports: [{ internal: 80, external: V }] },
        'unknown ports.external = ${var.x}',
        'unknown publish_all_ports = ${var.x}',
      ],
    ],
  },
  'SDG-03.1': {
    good: [[{ log_driver: 'journald' }, 'pass log_driver = journald']],
    bad: [
      [{ log_driver: 'none' }, 'fail log_driver = none'],
      [{ log_driver: 'evil' }, 'fail log_driver = evil'],
    ],
    open: [
      [{ log_driver: V }, 'unknown log_driver = ${var.x}'],
      [{ log_driver: null }, 'unknown log_driver = not set: the engine decides'],
    ],
  },
  'SDG-03.2': {
    good: [[{ log_driver: 'json-file', log_opts: { 'max-size': '10m' } }, 'pass log_opts.max-size = 10m']],
    bad: [
      [{ log_driver: 'json-file' }, 'fail log_opts.max-size = not set'],
      [{ log_driver: null }, 'fail log_opts.max-size = not set'],
      [{ log_driver: 'local', log_opts: { 'max-size': '0' } }, 'fail log_opts.max-size = 0'],
    ],
    open: [
      [{ log_driver: 'json-file', log_opts: { 'max-size': V } }, 'unknown log_opts.max-size = ${var.x}'],
      [{ log_driver: 'json-file', log_opts: V }, 'unknown log_opts.max-size = ${var.x}'],
      [{ log_driver: V }, 'unknown log_driver = ${var.x}'],
    ],
    idle: [{ log_driver: 'syslog' }],
  },
  'SDG-03.4': {
    bad: [[{ rm: true }, 'fail rm = true']],
    open: [[{ rm: V }, 'unknown rm = ${var.x}']],
    idle: [{ must_run: false, rm: true }],
  },
  'SDG-04.1': {
    good: [
      [options('seccomp=unconfined'), 'pass security_opts = no-new-privileges=true, seccomp=unconfined'],
      [options('apparmor=docker-default'), 'pass security_opts = no-new-privileges=true, apparmor=docker-default'],
    ],
    bad: [
      [options('apparmor=unconfined'), 'fail security_opts = apparmor=unconfined'],
      [options('apparmor:unconfined'), 'fail security_opts = apparmor=unconfined'],
    ],
    open: [[options(V), 'unknown security_opts = ${var.x}']],
  },
  'SDG-04.2': {
    good: [
      [
        options('apparmor=disable', 'label=xdisable', 'label=disabled'),
        'pass security_opts = no-new-privileges=true, apparmor=disable, label=xdisable, label=disabled',
      ],
      [options('label=type:svirt_apache_t'), 'pass security_opts = no-new-privileges=true, label=type:svirt_apache_t'],
    ],
    bad: [
      [options('label=disable'), 'fail security_opts = label=disable'],
      [options('label:disable'), 'fail security_opts = label=disable'],
      [options('label=type:spc_t'), 'fail security_opts = label=type:spc_t'],
    ],
    open: [[options(V), 'unknown security_opts = ${var.x}']],
  },
  'SDG-05.1': {
    good: [[{ privileged: 'false' }, 'pass privileged = false']],
    bad: [
      [{ privileged: true }, 'fail privileged = true'],
      [{ privileged: 'true' }, 'fail privileged = true'],
    ],
    open: [[{ privileged: V }, 'unknown privileged = ${var.x}']],
  },
  'SDG-05.2': {
    good: [[{ user: '65532' }, 'pass user = 65532']],
    bad: [
      [{ user: null }, 'fail user = not set'],
      [{ user: '' }, 'fail user = not set'],
      [{ user: '0' }, 'fail user = 0'],
      [{ user: 'root' }, 'fail user = 0'],
      [{ user: 'root:users' }, 'fail user = 0'],
      [{ user: '00:1000' }, 'fail user = 0'],
      [{ user: ':1000' }, 'fail user = 0'],
    ],
    open: [
      [{ user: V }, 'unknown user = ${var.x}'],
      [{ user: 'node' }, 'unknown user = node: the image says which number it is'],
    ],
  },
  'SDG-05.3': {
    good: [[{ group_add: ['1001'] }, 'pass group_add = 1001', 'pass user = group 1000']],
    bad: [
      [{ user: '1000:0' }, 'pass group_add = none', 'fail user = group 0'],
      [{ user: '1000:root' }, 'pass group_add = none', 'fail user = group 0'],
      [{ group_add: ['docker'] }, 'fail group_add = docker', 'pass user = group 1000'],
    ],
    open: [
      [{ user: '1000' }, 'pass group_add = none', 'unknown user = no group: the image decides, or it is 0'],
      [{ user: V, group_add: [V] }, 'unknown group_add = ${var.x}', 'unknown user = ${var.x}'],
    ],
  },
  'SDG-05.4': {
    good: [
      [options('seccomp=builtin'), 'pass security_opts = no-new-privileges=true'],
      [{ security_opts: ['no-new-privileges'] }, 'pass security_opts = no-new-privileges=true'],
      [{ security_opts: ['no-new-privileges=true'] }, 'pass security_opts = no-new-privileges=true'],
    ],
    bad: [
      [{ security_opts: [] }, 'fail security_opts = no-new-privileges is not set'],
      [{ security_opts: ['no-new-privileges:false'] }, 'fail security_opts = no-new-privileges=false'],
      [{ security_opts: ['no-new-privileges=false'] }, 'fail security_opts = no-new-privileges=false'],
      [{ security_opts: ['no-new-privileges:true', 'no-new-privileges:false'] }, 'fail security_opts = no-new-privileges=false'],
    ],
    open: [
      [{ security_opts: V }, 'unknown security_opts = ${var.x}'],
      [options(V), 'unknown security_opts = ${var.x}'],
    ],
  },
  'SDG-05.5': {
    good: [[bind('/srv/data'), 'pass mounts = /srv/data']],
    bad: [
      [bind('/var/run/docker.sock'), 'fail mounts = /run/docker.sock'],
      [bind('/run/docker.sock', { read_only: V }), 'fail mounts = /run/docker.sock'],
      [hosted('/var/run/'), 'fail mounts = /run'],
      [hosted('/'), 'fail mounts = /'],
      [hosted('/srv/../run/containerd'), 'fail mounts = /run/containerd'],
      [hosted('/srv/docker.sock'), 'fail mounts = /srv/docker.sock'],
      [hosted('/run/user/1001'), 'fail mounts = /run/user/1001'],
      [{ mounts: [{ type: V, source: '/run', target: '/x' }] }, 'fail mounts = /run'],
      [
        {
          mounts: [
            { type: 'volume', source: 'd', target: '/x', volume_options: { driver_options: { type: 'none', o: 'bind', device: '/run' } } },
          ],
        },
        'fail mounts = /run',
      ],
    ],
    open: [
      [bind(V), 'unknown mounts = ${var.x}'],
      [{ volumes: V }, 'unknown mounts = ${var.x}'],
      [{ dynamic: { mounts: {} } }, 'unknown mounts = dynamic mounts'],
    ],
  },
  'SDG-06.1': {
    bad: [
      [{ memory: null }, 'fail memory = not set'],
      [{ memory: 0 }, 'fail memory = 0'],
    ],
    open: [[{ memory: V }, 'unknown memory = ${var.x}']],
    idle: [NEVER],
  },
  'SDG-06.2': {
    bad: [
      [{ memory_swap: null }, 'fail memory_swap = not set'],
      [{ memory_swap: -1 }, 'fail memory_swap = -1'],
      [{ memory_swap: 65 }, 'fail memory_swap = 65'],
    ],
    open: [
      [{ memory_swap: V }, 'unknown memory_swap = ${var.x}'],
      [{ memory: V }, 'unknown memory = ${var.x}'],
    ],
    idle: [NEVER, { memory: null }, { memory: 0 }],
  },
  'SDG-06.3': {
    good: [
      [{ cpu_shares: null, cpu_quota: 1000 }, 'pass cpu_shares, cpu_quota, cpus = 1000'],
      [{ cpu_shares: V, cpus: '0.5' }, 'pass cpu_shares, cpu_quota, cpus = 0.5'],
    ],
    bad: [[{ cpu_shares: 0 }, 'fail cpu_shares, cpu_quota, cpus = 0, not set, not set']],
    open: [[{ cpu_shares: null, cpus: V }, 'unknown cpu_shares, cpu_quota, cpus = ${var.x}']],
    idle: [NEVER],
  },
  'SDG-06.5': {
    good: [
      [{ ulimit: [{ name: 'core', hard: 0 }] }, 'pass ulimit.hard = 0'],
      [{ ulimit: { name: 'nofile', hard: 1048576 } }, 'pass ulimit.hard = 1048576'],
    ],
    bad: [
      [{ ulimit: [{ name: 'nofile', hard: -1 }] }, 'fail ulimit.hard = -1'],
      [{ ulimit: [{ name: 'nofile', hard: 1048577 }] }, 'fail ulimit.hard = 1048577'],
      [{ ulimit: [{ name: 'nofile' }] }, 'fail ulimit.hard = not set'],
    ],
    open: [
      [{ ulimit: null }, 'unknown ulimit = not set: the engine decides'],
      [{ ulimit: [{ name: 'nofile', hard: V }] }, 'unknown ulimit.hard = ${var.x}'],
    ],
    idle: [NEVER],
  },
  'SDG-06.6': {
    good: [
      [{ restart: null }, 'pass restart = not set'],
      [{ restart: 'on-failure', max_retry_count: 5 }, 'pass max_retry_count = 5'],
    ],
    bad: [
      [{ restart: 'always' }, 'fail restart = always'],
      [{ restart: 'on-failure' }, 'fail max_retry_count = not set'],
      [{ restart: 'on-failure', max_retry_count: 0 }, 'fail max_retry_count = 0'],
    ],
    open: [
      [{ restart: V }, 'unknown restart = ${var.x}'],
      [{ restart: 'on-failure', max_retry_count: V }, 'unknown max_retry_count = ${var.x}'],
    ],
  },
  'SDG-06.7': {
    good: [[{ tmpfs: null, mounts: { type: 'tmpfs', target: '/x', tmpfs_options: { size_bytes: 4096 } } }, 'pass tmpfs size = 4096']],
    bad: [
      [{ tmpfs: { '/tmp': '' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=0' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=50%' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: null, mounts: { type: 'tmpfs', target: '/x' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: null, mounts: { type: 'tmpfs', target: '/x', tmpfs_options: { size_bytes: 0 } } }, 'fail tmpfs size = not set'],
    ],
    open: [
      [{ tmpfs: { '/tmp': V } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: { [V]: 'size=1m' } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: null, mounts: { type: V, target: '/x' } }, 'unknown tmpfs size = ${var.x}'],
    ],
    idle: [{ tmpfs: null }],
  },
  'SDG-06.8': {
    good: [
      [{ cgroup_parent: '' }, 'pass cgroup_parent = ""'],
      [{ cgroup_parent: 'tenant-acme.slice' }, 'pass cgroup_parent = tenant-acme.slice'],
    ],
    bad: [
      [{ cgroup_parent: '/x/tenant-a.slice' }, 'fail cgroup_parent = /x/tenant-a.slice'],
      [{ cgroup_parent: 'tenant-a.slice/x' }, 'fail cgroup_parent = tenant-a.slice/x'],
      [{ cgroup_parent: '/system.slice' }, 'fail cgroup_parent = /system.slice'],
      [{ cgroup_parent: 'tenant-../x.slice' }, 'fail cgroup_parent = tenant-../x.slice'],
    ],
    open: [[{ cgroup_parent: V }, 'unknown cgroup_parent = ${var.x}']],
  },
  'SDG-07.1': {
    good: [[{ capabilities: { drop: ['cap_setuid', 'SETGID', 'SETPCAP', 'CAP_SETFCAP'] } }, 'pass capabilities.add = none']],
    bad: [
      [{ capabilities: null }, 'pass capabilities.add = none', 'fail capabilities.drop = not set'],
      [{ capabilities: { drop: ['SETUID'] } }, 'pass capabilities.add = none', 'fail capabilities.drop = SETUID'],
      [
        { capabilities: { drop: ['ALL'], add: ['CAP_SETUID', 'setgid'] } },
        'fail capabilities.add = SETGID',
        'fail capabilities.add = SETUID',
      ],
    ],
    open: [
      [{ capabilities: V }, 'unknown capabilities.add = ${var.x}', 'unknown capabilities.drop = ${var.x}'],
      [{ capabilities: { drop: ['ALL'], add: [V] } }, 'unknown capabilities.add = ${var.x}'],
    ],
  },
  'SDG-07.2': {
    good: [[{ tmpfs: { '/tmp': 'noexec,size=1m' } }, 'pass tmpfs options = noexec']],
    bad: [
      [{ tmpfs: { '/tmp': 'exec' } }, 'fail tmpfs options = exec'],
      [{ tmpfs: { '/tmp': 'nosuid,suid,size=1m' } }, 'fail tmpfs options = nosuid,suid'],
      [{ tmpfs: { '/tmp': 'dev' } }, 'fail tmpfs options = dev'],
    ],
    open: [[{ tmpfs: V }, 'unknown tmpfs options = ${var.x}']],
    idle: [{ tmpfs: null }],
  },
  'SDG-08.1': {
    bad: [[{ devices: { host_path: '/dev/snd' } }, 'fail devices.host_path = /dev/snd']],
    open: [
      [{ devices: V }, 'unknown devices.host_path = ${var.x}'],
      [{ devices: [{ host_path: V }] }, 'unknown devices.host_path = ${var.x}'],
    ],
  },
  'SDG-08.2': {
    good: [[{ devices: { host_path: '/dev/snd', permissions: 'r' } }, 'pass devices.permissions = r']],
    bad: [
      [{ devices: { host_path: '/dev/snd' } }, 'fail devices.permissions = not set, which is rwm'],
      [{ devices: { host_path: '/dev/snd', permissions: 'rwm' } }, 'fail devices.permissions = rwm'],
    ],
    open: [[{ devices: { host_path: '/dev/snd', permissions: V } }, 'unknown devices.permissions = ${var.x}']],
    idle: [{}],
  },
  'SDG-08.3': {
    good: [[{ devices: { host_path: '/dev/snd' } }, 'pass devices.host_path = /dev/snd', 'pass mounts = none']],
    bad: [
      [{ devices: { host_path: '/dev/sda1' } }, 'fail devices.host_path = /dev/sda1', 'pass mounts = none'],
      [{ devices: { host_path: '/dev/../dev/mem' } }, 'fail devices.host_path = /dev/mem', 'pass mounts = none'],
      [{ devices: { host_path: '/dev/' } }, 'fail devices.host_path = /dev', 'pass mounts = none'],
      [hosted('/dev/vda'), 'pass devices.host_path = none', 'fail mounts = /dev/vda'],
    ],
    open: [[{ devices: V, volumes: V }, 'unknown devices.host_path = ${var.x}', 'unknown mounts = ${var.x}']],
  },
  'SDG-08.4': {
    good: [[{ device_requests: { driver: 'nvidia', device_ids: ['GPU-1'] } }, 'pass gpus = GPU-1']],
    bad: [
      [{ gpus: 'all' }, 'fail gpus = all'],
      [{ device_requests: [{ count: -1 }] }, 'fail gpus = -1'],
    ],
    open: [[{ gpus: V }, 'unknown gpus = ${var.x}']],
    idle: [{}],
  },
  'SDG-09.1': {
    good: [[{ command: ['serve', '--ssh=off'] }, 'pass command = serve, --ssh=off', 'pass ports.internal = none']],
    bad: [
      [{ command: ['/usr/sbin/sshd', '-D'] }, 'fail command = /usr/sbin/sshd', 'pass ports.internal = none'],
      [{ entrypoint: ['sh', '-c', 'dropbear -F'] }, 'fail command = dropbear -F', 'pass ports.internal = none'],
      [{ ports: [{ internal: 22, external: 2222 }] }, 'pass command = none', 'fail ports.internal = 22'],
    ],
    open: [[{ command: [V], ports: [{ internal: V }] }, 'unknown command = ${var.x}', 'unknown ports.internal = ${var.x}']],
  },
  'SDG-09.2': {
    bad: [
      [{ init: false }, 'fail init = false'],
      [{ init: null }, 'fail init = not set'],
    ],
    open: [[{ init: V }, 'unknown init = ${var.x}']],
    idle: [NEVER],
  },
  'SDG-09.3': { bad: [[{ pid_mode: 'host' }, 'fail pid_mode = host']], open: [[{ pid_mode: V }, 'unknown pid_mode = ${var.x}']] },
  'SDG-09.4': {
    good: [[{ ipc_mode: 'private' }, 'pass ipc_mode = private']],
    bad: [
      [{ ipc_mode: 'host' }, 'fail ipc_mode = host'],
      [{ ipc_mode: 'shareable' }, 'fail ipc_mode = shareable'],
    ],
    open: [[{ ipc_mode: V }, 'unknown ipc_mode = ${var.x}']],
  },
  'SDG-09.5': {
    bad: [[{ healthcheck: { test: ['NONE'] } }, 'fail healthcheck.test = NONE']],
    open: [
      [{ healthcheck: V }, 'unknown healthcheck.test = ${var.x}'],
      [{ healthcheck: null }, 'unknown healthcheck = not set: the image decides'],
    ],
    idle: [{ must_run: false }, NEVER],
  },
  'SDG-09.6': {
    good: [
      [
        { env: ['DB_PASSWORD_FILE=/run/x', 'URL=http://host/'], command: ['--token-file=/x'], labels: [{ label: 'app', value: 'shop' }] },
        'pass command = an argument',
        'pass env = DB_PASSWORD_FILE, URL',
        'pass labels = app',
        'pass log_opts = none',
      ],
    ],
    bad: [
      [
        {
          env: ['DB_PASSWORD=${random_password.x.result}', 'URL=postgres://u:p@db/x'],
          labels: { label: 'com.acme.api-token', value: 'x' },
          log_opts: { 'splunk-token': 'x' },
          command: ['--password=x'],
        },
        'fail command = an argument',
        'fail env = DB_PASSWORD',
        'fail env = URL',
        'fail labels = com.acme.api-token',
        'fail log_opts = splunk-token',
      ],
    ],
    open: [
      [{ env: [V] }, 'pass command = none', 'unknown env = ${var.x}', 'pass labels = none', 'pass log_opts = none'],
      [{ env: ['URL=${var.x}'] }, 'pass command = none', 'unknown env = ${var.x}', 'pass labels = none', 'pass log_opts = none'],
    ],
  },
  'SDG-10.1': {
    good: [[bind('/srv/data'), 'pass mounts = /srv/data']],
    bad: [
      [bind('/etc'), 'fail mounts = /etc'],
      [hosted('/var'), 'fail mounts = /var'],
      [hosted('/srv/..//etc/./ssl/'), 'fail mounts = /etc/ssl'],
      [hosted('/proc/1/root/srv'), 'fail mounts = /proc/1/root/srv'],
    ],
    open: [[bind(V), 'unknown mounts = ${var.x}']],
  },
  'SDG-10.2': {
    good: [[bind('/srv/data'), 'pass mounts.read_only = /srv/data']],
    bad: [[hosted('/srv/data'), 'fail mounts.read_only = /srv/data']],
    open: [[bind('/srv/data', { read_only: V }), 'unknown mounts.read_only = ${var.x}']],
    idle: [{}],
  },
  'SDG-10.3': {
    bad: [
      [
        { volumes: { host_path: '/srv', volume_name: 'data', container_path: '/x' } },
        'pass mounts.volume_options.driver_options = none',
        'fail volumes = /srv',
      ],
      [
        { mounts: { type: 'volume', source: 'd', target: '/x', volume_options: { driver_options: { device: '/srv' } } } },
        'fail mounts.volume_options.driver_options = /srv',
        'pass volumes = d',
      ],
    ],
    open: [
      [
        { mounts: { type: 'volume', source: 'd', target: '/x', volume_options: { driver_options: { device: V } } } },
        'unknown mounts.volume_options.driver_options = ${var.x}',
        'pass volumes = d',
      ],
    ],
  },
  'SDG-10.4': {
    good: [[bind('/srv', { bind_options: { propagation: 'rprivate' } }), 'pass mounts.bind_options.propagation = rprivate']],
    bad: [[bind('/srv', { bind_options: { propagation: 'rshared' } }), 'fail mounts.bind_options.propagation = rshared']],
    open: [[bind('/srv', { bind_options: { propagation: V } }), 'unknown mounts.bind_options.propagation = ${var.x}']],
    idle: [{}],
  },
  'SDG-10.5': {
    good: [
      [
        options('seccomp=unconfined', 'systempaths=unconfinedx', 'systempaths=xunconfined'),
        'pass security_opts = no-new-privileges=true, seccomp=unconfined, systempaths=unconfinedx, systempaths=xunconfined',
      ],
      [options('writable-cgroups=false'), 'pass security_opts = no-new-privileges=true, writable-cgroups=false'],
    ],
    bad: [
      [options('systempaths=unconfined'), 'fail security_opts = systempaths=unconfined'],
      [options('writable-cgroups=true'), 'fail security_opts = writable-cgroups=true'],
    ],
    open: [[options(V), 'unknown security_opts = ${var.x}']],
  },
  'SDG-10.6': {
    bad: [
      [{ read_only: false }, 'fail read_only = false'],
      [{ read_only: null }, 'fail read_only = false'],
    ],
    open: [[{ read_only: V }, 'unknown read_only = ${var.x}']],
    idle: [NEVER],
  },
  'SDG-10.7': {
    good: [[{ working_dir: '/process' }, 'pass working_dir = /process']],
    bad: [
      [{ working_dir: '/proc/self/fd/8' }, 'fail working_dir = /proc/self/fd/8'],
      [{ working_dir: '/app/../sys' }, 'fail working_dir = /app/../sys'],
    ],
    open: [[{ working_dir: V }, 'unknown working_dir = ${var.x}']],
  },
  'SDG-10.8': {
    good: [[{ sysctls: { 'net.ipv4.tcp_syncookies': '1' } }, 'pass sysctls = net.ipv4.tcp_syncookies']],
    bad: [[{ sysctls: { 'kernel.msgmax': '1' } }, 'fail sysctls = kernel.msgmax']],
    open: [[{ sysctls: V }, 'unknown sysctls = ${var.x}']],
    idle: [{}],
  },
  'SDG-12.2': {
    bad: [[{ userns_mode: 'host' }, 'fail userns_mode = host']],
    open: [[{ userns_mode: V }, 'unknown userns_mode = ${var.x}']],
  },
  'SDG-12.3': {
    bad: [[{ cgroupns_mode: 'host' }, 'fail cgroupns_mode = host']],
    open: [
      [{ cgroupns_mode: V }, 'unknown cgroupns_mode = ${var.x}'],
      [{ cgroupns_mode: null }, 'unknown cgroupns_mode = not set: the engine decides'],
    ],
    idle: [NEVER],
  },
  'SDG-13.1': {
    good: [
      [{}, 'pass security_opts = no-new-privileges=true'],
      [options('apparmor=unconfined'), 'pass security_opts = no-new-privileges=true, apparmor=unconfined'],
      [{ privileged: 'false' }, 'pass security_opts = no-new-privileges=true'],
      [options('seccomp=builtin'), 'pass security_opts = no-new-privileges=true, seccomp=builtin'],
    ],
    bad: [
      [{ privileged: true }, 'fail privileged = true', 'pass security_opts = no-new-privileges=true'],
      [options('seccomp=unconfined'), 'fail security_opts = seccomp=unconfined'],
      [options('seccomp:unconfined'), 'fail security_opts = seccomp=unconfined'],
    ],
    open: [[options(V), 'unknown security_opts = ${var.x}']],
  },
  'SDG-13.2': {
    good: [
      [options(profile('SCMP_ACT_ERRNO', 'read', 'write')), 'pass security_opts seccomp = denies by default'],
      [options(entries({ names: ['mount'], includes: { caps: ['CAP_SYS_ADMIN'] } })), 'pass security_opts seccomp = denies by default'],
      [
        { ...options(entries({ names: ['ptrace'], excludes: { caps: ['cap_chown'] } })), capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
        'pass security_opts seccomp = denies by default',
      ],
      [
        options(
          entries({ names: ['bpf'], action: 'SCMP_ACT_ERRNO' }, { names: ['socket'], args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }] }),
        ),
        'pass security_opts seccomp = denies by default',
      ],
    ],
    bad: [
      [options(profile('SCMP_ACT_ALLOW')), 'fail security_opts seccomp = default action SCMP_ACT_ALLOW'],
      [options(profile('SCMP_ACT_LOG')), 'fail security_opts seccomp = default action SCMP_ACT_LOG'],
      [
        options(profile('SCMP_ACT_ERRNO', 'unshare', 'read', 'bpf')),
        'fail security_opts seccomp = allows bpf',
        'fail security_opts seccomp = allows unshare',
      ],
      [options(entries({ name: 'bpf', action: 'SCMP_ACT_LOG' })), 'fail security_opts seccomp = allows bpf'],
      [
        options(entries({ names: ['socket'], args: [{ index: 0, value: 40, op: 'SCMP_CMP_NE' }] })),
        'fail security_opts seccomp = allows socket(AF_ALG)',
        'fail security_opts seccomp = allows socket(AF_KEY)',
        'fail security_opts seccomp = allows socket(AF_PACKET)',
      ],
      [
        options(entries({ names: ['clone'], args: [{ index: 0, value: 0x2_0000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] })),
        'fail security_opts seccomp = allows clone(CLONE_NEWNET)',
        'fail security_opts seccomp = allows clone(CLONE_NEWUSER)',
      ],
      [
        {
          ...options(entries({ names: ['setns'], includes: { caps: ['CAP_SYS_CHROOT'] } })),
          capabilities: { drop: ['NET_RAW'] },
        },
        'fail security_opts seccomp = allows setns',
      ],
      [options('seccomp=/etc/seccomp.json'), 'fail security_opts seccomp = no inline JSON profile'],
      [options('seccomp={}'), 'fail security_opts seccomp = no inline JSON profile'],
    ],
    open: [
      [options(V), 'unknown security_opts seccomp = ${var.x}'],
      [
        {
          ...options(entries({ names: ['mount'], includes: { caps: ['CAP_SYS_ADMIN'] } })),
          capabilities: { drop: ['ALL'], add: [V] },
        },
        'unknown security_opts seccomp = allows mount, with a capability',
      ],
    ],
    idle: [{}, options('seccomp=unconfined')],
  },
  'SDG-14.1': {
    good: [[{ capabilities: [{ drop: ['all', V] }] }, 'pass capabilities.drop = ALL']],
    bad: [
      [{ capabilities: null }, 'fail capabilities.drop = not set'],
      [{ capabilities: { drop: ['NET_RAW'] } }, 'fail capabilities.drop = NET_RAW'],
    ],
    open: [[{ capabilities: { drop: [V] } }, 'unknown capabilities.drop = ${var.x}']],
  },
  'SDG-14.2': {
    good: [[{ capabilities: { add: ['CHOWN'] } }, 'pass capabilities.add = CHOWN']],
    bad: [
      [{ capabilities: { add: ['cap_sys_admin', V] } }, 'unknown capabilities.add = ${var.x}', 'fail capabilities.add = SYS_ADMIN'],
      [{ capabilities: { add: ['ALL'] } }, 'fail capabilities.add = ALL'],
    ],
    open: [[{ capabilities: { add: V } }, 'unknown capabilities.add = ${var.x}']],
  },
  'SDG-14.3': {
    good: [[{ capabilities: { drop: ['NET_RAW'] } }, 'pass capabilities.add = none', 'pass capabilities.drop = NET_RAW']],
    bad: [
      [{ capabilities: null }, 'pass capabilities.add = none', 'fail capabilities.drop = not set'],
      [{ capabilities: { drop: ['ALL'], add: ['CAP_NET_RAW'] } }, 'fail capabilities.add = NET_RAW', 'pass capabilities.drop = ALL'],
    ],
    open: [[{ capabilities: { drop: ['ALL'], add: [V] } }, 'unknown capabilities.add = ${var.x}', 'pass capabilities.drop = ALL']],
  },
  'SDG-14.4': {
    bad: [[{ capabilities: { add: ['CHOWN'] } }, 'fail capabilities.add = CHOWN']],
    open: [[{ capabilities: { add: [V] } }, 'unknown capabilities.add = ${var.x}']],
  },
  'SDG-14.5': {
    good: [[{ user: '0', capabilities: { add: ['CHOWN'] } }, 'pass capabilities.add = CHOWN']],
    bad: [[{ capabilities: { add: ['CHOWN'] } }, 'fail capabilities.add = CHOWN']],
    open: [
      [{ user: V, capabilities: { add: ['CHOWN'] } }, 'unknown capabilities.add = ${var.x}'],
      [{ security_opts: V, capabilities: { add: ['CHOWN'] } }, 'unknown capabilities.add = ${var.x}'],
      [{ capabilities: { add: [V] } }, 'unknown capabilities.add = ${var.x}'],
    ],
    idle: [{}],
  },
  'SDG-15.1': {
    good: [[{ network_mode: 'none', networks_advanced: null }, 'pass network_mode = none']],
    bad: [
      [{ network_mode: 'default', networks_advanced: null }, 'fail network_mode = default'],
      [{ networks_advanced: [{ name: 'docker0' }] }, 'fail networks_advanced.name = docker0'],
      [{ network_mode: null, networks_advanced: null }, 'fail network_mode = not set'],
      [{ network_mode: 'bridge', networks_advanced: null }, 'fail network_mode = bridge'],
      [{ networks_advanced: [{ name: 'front' }, { name: 'bridge' }] }, 'fail networks_advanced.name = bridge'],
    ],
    open: [
      [{ network_mode: V, networks_advanced: null }, 'unknown network_mode = ${var.x}'],
      [{ networks_advanced: [{ name: V }] }, 'unknown networks_advanced.name = ${var.x}'],
    ],
  },
  'SDG-15.5': {
    bad: [
      [
        { network_mode: 'container:abc', volumes: { from_container: 'db' } },
        'pass ipc_mode = not set',
        'fail network_mode = container:abc',
        'pass pid_mode = not set',
        'fail volumes.from_container = db',
      ],
    ],
    open: [
      [
        { network_mode: V, pid_mode: V, ipc_mode: V, volumes: V },
        'unknown ipc_mode = ${var.x}',
        'unknown network_mode = ${var.x}',
        'unknown pid_mode = ${var.x}',
        'unknown volumes.from_container = ${var.x}',
      ],
    ],
  },
  'SDG-15.7': {
    type: 'docker_network',
    bad: [
      [{ options: null, attachable: true }, 'fail attachable = true', 'fail options.encrypted = not set'],
      [{ options: { encrypted: 'false' } }, 'pass attachable = false', 'fail options.encrypted = false'],
    ],
    open: [
      [{ options: V, attachable: V }, 'unknown attachable = ${var.x}', 'unknown options.encrypted = ${var.x}'],
      [{ driver: V }, 'unknown driver = ${var.x}'],
    ],
    idle: [{ driver: 'bridge' }],
  },
  'SDG-16.2': {
    good: [
      ...['runc', 'runsc', 'kata', 'kata-qemu', 'io.containerd.runc.v2', 'io.containerd.runsc.v1', 'io.containerd.kata.v12'].map(
        (runtime): Case => [{ runtime }, `pass runtime = ${runtime}`],
      ),
    ],
    bad: [
      ...[
        'nvidia',
        'xrunc',
        'runcx',
        'kata/qemu',
        'io.containerd.kata.v',
        'io-containerd.kata.v2',
        'io.containerd-kata.v2',
        'io.containerd.kata-v2',
      ].map((runtime): Case => [{ runtime }, `fail runtime = ${runtime}`]),
    ],
    open: [[{ runtime: V }, 'unknown runtime = ${var.x}']],
  },
  'SDG-17.4': {
    type: 'terraform_data',
    good: [[{ provisioner: { 'local-exec': { command: 'docker exec x reload' } } }, 'pass provisioner = docker exec x reload']],
    bad: [
      [{ provisioner: { 'local-exec': { command: 'docker run --privileged x' } } }, 'fail provisioner = docker run --privileged x'],
      [
        { provisioner: [{ 'local-exec': { interpreter: ['docker', '-H', 'x', 'run'], command: 'y' } }] },
        'fail provisioner = docker -H x run y',
      ],
      [{ provisioner: { 'remote-exec': { inline: ['podman run x'] } } }, 'fail provisioner = podman run x'],
    ],
    open: [
      [{ provisioner: { 'local-exec': { command: V } } }, 'unknown provisioner = ${var.x}'],
      [{ provisioner: { 'remote-exec': { script: 'x.sh' } } }, 'unknown provisioner = remote script'],
    ],
  },
};
