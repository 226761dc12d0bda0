import { known, unknown, type ContainerFacts, type Facts, type NetworkFacts, type Policy } from '../../../../guidelines';
import { imageReference } from '../../../../guidelines/normalise/image-reference';
import { securityOption } from '../../../../guidelines/normalise/security-option';
import { container, host, image, network, UNREAD } from '../engine-facts';
import { TODAY } from '../terraform';

/** What an engine has, and what the rule has to say about it. */
export type LiveCase = [facts: readonly Facts[], ...said: string[]];

/** What a rule is asked about a running engine. */
export interface LiveRuleCases {
  readonly good: readonly LiveCase[];
  readonly bad: readonly LiveCase[];
  /** Values that nobody read. */
  readonly open: readonly LiveCase[];
  /** Where the rule has nothing to judge. @default none: then there is nothing of its kind */
  readonly idle?: readonly (readonly Facts[])[];
  /** @default none */
  readonly policy?: Policy;
}

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OLD = `sha256:${'b'.repeat(64)}`;
const NEVER: Partial<ContainerFacts> = { starts: known(false) };
const ICC = 'com.docker.network.bridge.enable_icc';
const KEEPING_DATA =
  'cassandra clickhouse/clickhouse-server clickhouse cockroachdb/cockroach couchdb elasticsearch etcd influxdb kafka keydb mariadb memcached minio mongo mongodb mysql mysql-server nats neo4j opensearch percona postgis postgres postgresql rabbitmq redis timescaledb valkey zookeeper'.split(
    ' ',
  );
const GATEWAY_MODE = 'com.docker.network.bridge.gateway_mode_ipv4';

function options(...texts: readonly string[]): Pick<ContainerFacts, 'securityOptions'> {
  return { securityOptions: texts.map((text) => known(securityOption(text))) };
}

function option(name: string, value: string): Pick<NetworkFacts, 'options'> {
  return { options: [known({ name: 'other', value: known('x') }), known({ name, value: known(value) })] };
}

function named(name: string, changes: Partial<ContainerFacts>): ContainerFacts {
  return container({ address: name, path: name, ...changes });
}

function database(name: string, more: Partial<ContainerFacts> = {}): ContainerFacts {
  return container({ image: known(imageReference(name)), ...more });
}

function tenants(...names: readonly (string | undefined)[]): readonly ContainerFacts[] {
  return names.map((name, index) => named(`app${String(index)}`, { tenant: known(name) }));
}

function trusted(name: string, trust: string | undefined, more: Partial<ContainerFacts> = {}): ContainerFacts {
  return named(name, { trust: known(trust), ...more });
}

/** What the containers, the images and the networks of an engine tell more than a configuration, by the rule. */
export const LIVE_CASES: Readonly<Record<string, LiveRuleCases>> = {
  'SDG-01.4': {
    policy: {
      verified: [
        { digest: DIGEST, until: TODAY },
        { digest: OLD, until: '2026-12-31' },
        { digest: OLD, until: '2027-02-30' },
      ],
    },
    good: [
      [[withoutContent()], `pass name = ${DIGEST}`],
      [[container()], `pass image = ${DIGEST}`],
      [[image({ digests: [known(OLD), known(DIGEST)] })], `pass name = ${DIGEST}`],
      [[image({ digests: [] })], `pass name = ${DIGEST}`],
    ],
    bad: [
      [[container({ image: known(imageReference(`nginx@${OLD}`)) })], `fail image = ${OLD}`],
      [[image({ digests: [known(OLD)] })], `fail name = ${OLD}`],
    ],
    open: [
      [[container({ image: UNREAD })], 'unknown image = not read'],
      [[container({ image: known(imageReference('nginx:1')) })], 'unknown image = nginx:1: no digest of a registry'],
      [[container({ image: known(imageReference(DIGEST)) })], `unknown image = ${DIGEST}: no digest of a registry`],
      [[image({ digests: [UNREAD] })], 'unknown name = not read'],
      [[{ ...image(), reference: UNREAD }], 'unknown name = not read'],
    ],
    idle: [
      [container({ image: known(imageReference('appengine.invalid/acme/shop:0123456789ab')) })],
      [{ ...image({}, 'acme/shop:1'), build: { arguments: [], network: known(undefined), securityOptions: [] } }],
    ],
  },
  'SDG-01.5': {
    good: [
      [[image()], 'pass history = none'],
      [[image({ history: [known('RUN |1 DB_PASSWORD_FILE=/run/x VERSION=1 /bin/sh -c make TOKEN=')] })], 'pass history = none'],
    ],
    bad: [
      [
        [
          image({
            history: ['RUN |2 V=1 NPM_TOKEN=abc /bin/sh -c npm ci', 'ENV URL="postgres://u:p@db/x"', "ENV PASSWORD='x'"].map(known),
          }),
        ],
        'fail history = NPM_TOKEN',
        'fail history = PASSWORD',
        'fail history = URL',
      ],
    ],
    open: [[[image({ history: [UNREAD] })], 'unknown history = not read']],
  },
  'SDG-02.7': {
    good: [
      [[database('postgres:17'), network()], 'pass networks_advanced.name = front'],
      [[container({ role: known('service') }), network()], 'pass networks_advanced.name = front'],
    ],
    bad: [
      ...KEEPING_DATA.map((name): LiveCase => [
        [database(name), network({ internal: known(false) })],
        'fail networks_advanced.name = front',
      ]),
      [[database('postgres'), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[database('ghcr.io/acme/mysql-server:8'), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[container({ role: known('service') }), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[container({ role: known('service'), image: UNREAD }), network({ internal: known(false) })], 'fail networks_advanced.name = front'],
      [[database('redis', { networks: [], networkMode: known(undefined) })], 'fail networks_advanced.name = bridge'],
      [[database('redis', { networks: [], networkMode: known('default') })], 'fail networks_advanced.name = default'],
      [[database('redis', { networks: [], networkMode: known('host') })], 'fail networks_advanced.name = host'],
    ],
    open: [
      [[database('valkey')], 'unknown networks_advanced.name = front: the network is not declared here'],
      [[database('mongo'), network({ internal: UNREAD })], 'unknown networks_advanced.name = not read'],
      [[database('mongo', { networks: [UNREAD] })], 'unknown networks_advanced.name = not read'],
      [[container({ image: UNREAD })], 'unknown networks_advanced.name = not read'],
      [[container({ role: UNREAD })], 'unknown networks_advanced.name = not read'],
    ],
    idle: [
      [container()],
      [database('redis', { networks: [], networkMode: known('none') })],
      [database('acme/redis-exporter')],
      [database('acme/my-postgres')],
    ],
  },
  'SDG-02.8': {
    good: [
      [[network(option(GATEWAY_MODE, 'isolated'))], 'pass options.gateway_mode_ipv4 = isolated'],
      [[network(), host()], 'pass options.gateway_mode_ipv4 = not set: the host drops it'],
      [[network({ driver: known(undefined) }), host()], 'pass options.gateway_mode_ipv4 = not set: the host drops it'],
    ],
    bad: [
      [
        [network(option(GATEWAY_MODE, 'nat')), host({ system: { bridgeGuarded: known(false) } })],
        'fail options.gateway_mode_ipv4 = not set, and the host answers',
      ],
      [
        [network(option('isolated', 'isolated')), host({ system: { bridgeGuarded: known(false) } })],
        'fail options.gateway_mode_ipv4 = not set, and the host answers',
      ],
    ],
    open: [
      [[network({ driver: UNREAD })], 'unknown driver = not read'],
      [[network({ options: [UNREAD] })], 'unknown options.gateway_mode_ipv4 = not read'],
      [[network()], 'unknown options.gateway_mode_ipv4 = not set: the firewall of the host decides'],
      [[network(), host({ system: { bridgeGuarded: UNREAD } })], 'unknown options.gateway_mode_ipv4 = not read'],
    ],
    idle: [[network({ driver: known('overlay') })]],
  },
  'SDG-03.1': {
    good: [
      [[container({ logDriver: known(undefined) }), host()], 'pass log_driver = not set: the engine has local'],
      [[container({ logDriver: known('journald') }), host({ logDriver: known('none') })], 'pass log_driver = journald'],
    ],
    bad: [
      [[container({ logDriver: known(undefined) }), host({ logDriver: known('evil') })], 'fail log_driver = not set: the engine has evil'],
      [
        [container({ logDriver: known(undefined) }), host({ logDriver: known(undefined) })],
        'fail log_driver = not set: the engine has none',
      ],
    ],
    open: [[[container({ logDriver: known(undefined) }), host({ logDriver: UNREAD })], 'unknown log_driver = not read']],
  },
  'SDG-04.1': {
    good: [
      [
        [container(options('no-new-privileges')), host()],
        'pass apparmor_profile = docker-default',
        'pass security_opts = no-new-privileges=true',
      ],
      [[container({ ...NEVER, ...options() }, { appArmorProfile: known('') }), host()], 'pass security_opts = none'],
    ],
    bad: [
      [
        [container(options(), { appArmorProfile: known('unconfined') }), host()],
        'fail apparmor_profile = unconfined',
        'pass security_opts = none',
      ],
      [[container(options(), { appArmorProfile: known('') }), host()], 'fail apparmor_profile = ""', 'pass security_opts = none'],
      [
        [container(options(), { appArmorProfile: known(undefined) }), host()],
        'fail apparmor_profile = not set',
        'pass security_opts = none',
      ],
      [[container(options('apparmor=unconfined')), host({ appArmor: known(false) })], 'fail security_opts = apparmor=unconfined'],
    ],
    open: [
      [[container(options(), { appArmorProfile: UNREAD }), host()], 'unknown apparmor_profile = not read', 'pass security_opts = none'],
      [[container(options()), host({ appArmor: UNREAD })], 'unknown apparmor_profile = not read', 'pass security_opts = none'],
    ],
    idle: [[container(), host({ appArmor: known(false) })]],
  },
  'SDG-04.2': {
    good: [
      [[container(options()), host({ seLinux: known(true) })], 'pass security_opts = none'],
      [[container(options()), host({ seLinux: UNREAD })], 'pass security_opts = none'],
    ],
    bad: [[[container(options('label=disable')), host()], 'fail security_opts = label=disable']],
    open: [[[container({ securityOptions: [UNREAD] }), host()], 'unknown security_opts = not read']],
    idle: [[container(), host()]],
  },
  'SDG-05.4': {
    good: [
      [[container(options()), host({ noNewPrivileges: known(true) })], 'pass security_opts = not set: the engine sets no-new-privileges'],
    ],
    bad: [
      [[container(options()), host()], 'fail security_opts = no-new-privileges is not set'],
      [[container(options()), host({ noNewPrivileges: UNREAD })], 'fail security_opts = no-new-privileges is not set'],
      [
        [container(options('no-new-privileges=false')), host({ noNewPrivileges: known(true) })],
        'fail security_opts = no-new-privileges=false',
      ],
    ],
    open: [[[container({ securityOptions: [UNREAD] }), host({ noNewPrivileges: known(true) })], 'unknown security_opts = not read']],
  },
  'SDG-06.4': {
    good: [[[container({}, { pids: known(1) })], 'pass pids_limit = 1']],
    bad: [
      [[container({}, { pids: known(undefined) })], 'fail pids_limit = not set'],
      [[container({}, { pids: known(0) })], 'fail pids_limit = 0'],
      [[container({}, { pids: known(-1) })], 'fail pids_limit = -1'],
    ],
    open: [[[container({}, { pids: UNREAD })], 'unknown pids_limit = not read']],
    idle: [[container(NEVER, { pids: known(undefined) })]],
  },
  'SDG-06.5': {
    good: [
      [[container({ ulimits: [] }), host()], 'pass ulimit = not set: the engine sets nofile'],
      [[container(), host({ daemon: { defaultUlimits: [] } })], 'pass ulimit.hard = 1024'],
    ],
    bad: [
      [
        [container({ ulimits: [] }), host({ daemon: { defaultUlimits: [known('nproc')] } })],
        'fail ulimit = not set: the engine sets no nofile',
      ],
    ],
    open: [
      [[container({ ulimits: [] }), host({ daemon: { defaultUlimits: [known('nproc'), UNREAD] } })], 'unknown ulimit = not read'],
      [[container({ ulimits: [] })], 'unknown ulimit = not set: the engine decides'],
    ],
  },
  'SDG-06.8': {
    good: [
      [[container()], 'pass cgroup_parent = not set', 'pass oom_kill_disable = false', 'pass oom_score_adj = not set'],
      [[container({}, { oomScore: known(0) })], 'pass cgroup_parent = not set', 'pass oom_kill_disable = false', 'pass oom_score_adj = 0'],
    ],
    bad: [
      [
        [container({}, { oomKillDisabled: known(true), oomScore: known(-1) })],
        'pass cgroup_parent = not set',
        'fail oom_kill_disable = true',
        'fail oom_score_adj = -1',
      ],
    ],
    open: [
      [
        [container({}, { oomKillDisabled: UNREAD, oomScore: UNREAD })],
        'pass cgroup_parent = not set',
        'unknown oom_kill_disable = not read',
        'unknown oom_score_adj = not read',
      ],
    ],
  },
  'SDG-07.3': {
    good: [[[image()], 'pass setuid files = none']],
    bad: [
      [[image({ setuidFiles: [known('/bin/su'), known('/bin/mount')] })], 'fail setuid files = /bin/mount', 'fail setuid files = /bin/su'],
    ],
    open: [[[image({ setuidFiles: [UNREAD] })], 'unknown setuid files = not read']],
    idle: [[withoutContent()]],
  },
  'SDG-08.1': {
    good: [[[container()], 'pass device_cgroup_rules = none', 'pass devices.host_path = none']],
    bad: [[[container({}, { deviceRules: [known('c 1:3 rw')] })], 'fail device_cgroup_rules = c 1:3 rw', 'pass devices.host_path = none']],
    open: [[[container({}, { deviceRules: [UNREAD] })], 'unknown device_cgroup_rules = not read', 'pass devices.host_path = none']],
  },
  'SDG-09.4': {
    good: [[[container()], 'pass ipc_mode = not set', 'pass uts_mode = not set']],
    bad: [[[container({}, { utsMode: known('host') })], 'pass ipc_mode = not set', 'fail uts_mode = host']],
    open: [[[container({}, { utsMode: UNREAD })], 'pass ipc_mode = not set', 'unknown uts_mode = not read']],
  },
  'SDG-10.5': {
    good: [
      [
        [container(options(), { maskedPaths: known(['/proc/acpi', '/proc', '/sys']), readOnlyPaths: known(['/proc']) })],
        "pass masked_paths = the engine's",
        "pass read_only_paths = the engine's",
        'pass security_opts = none',
      ],
      [[container(options())], "pass masked_paths = the engine's", "pass read_only_paths = the engine's", 'pass security_opts = none'],
    ],
    bad: [
      [
        [
          container(options(), {
            maskedPaths: known([]),
            readOnlyPaths: known(['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq']),
          }),
        ],
        'fail masked_paths = without /proc/acpi, /proc/asound, /proc/kcore, /proc/keys, /proc/latency_stats, /proc/sched_debug, /proc/scsi, /proc/ti…',
        'fail read_only_paths = without /proc/sysrq-trigger',
        'pass security_opts = none',
      ],
      [
        [container(options(), { maskedPaths: known(['/proc']), readOnlyPaths: known([]) })],
        'fail masked_paths = without /sys/firmware',
        'fail read_only_paths = without /proc/bus, /proc/fs, /proc/irq, /proc/sys, /proc/sysrq-trigger',
        'pass security_opts = none',
      ],
    ],
    open: [
      [
        [container(options(), { maskedPaths: UNREAD, readOnlyPaths: UNREAD })],
        'unknown masked_paths = not read',
        'unknown read_only_paths = not read',
        'pass security_opts = none',
      ],
    ],
  },
  'SDG-12.2': {
    good: [
      [[container(), host()], 'pass userns_mode = not set'],
      [[container(), host({ userNamespaces: UNREAD })], 'pass userns_mode = not set'],
    ],
    bad: [
      [[container({ usernsMode: known('host') }), host()], 'fail userns_mode = host'],
      [[container({ usernsMode: known('host') }), host({ userNamespaces: known(false) })], 'fail userns_mode = host'],
    ],
    open: [[[container({ usernsMode: UNREAD }), host({ userNamespaces: known(false) })], 'unknown userns_mode = not read']],
    idle: [[container(), host({ userNamespaces: known(false) })]],
  },
  'SDG-13.1': {
    good: [
      [
        [container(options()), host({ seccompProfile: known('/etc/unconfined') })],
        'pass seccomp-profile = not set: the engine has /etc/unconfined',
        'pass security_opts = none',
      ],
      [
        [container(options()), host({ seccompProfile: known('unconfined.json') })],
        'pass seccomp-profile = not set: the engine has unconfined.json',
        'pass security_opts = none',
      ],
      [[container(options()), host()], 'pass seccomp-profile = not set: the engine has builtin', 'pass security_opts = none'],
      [[container(options('seccomp=builtin')), host({ seccompProfile: known(undefined) })], 'pass security_opts = seccomp=builtin'],
    ],
    bad: [
      [
        [container(options('no-new-privileges')), host({ seccompProfile: known(undefined) })],
        'fail seccomp-profile = not set: the engine has none',
        'pass security_opts = no-new-privileges=true',
      ],
      [
        [container({ ...options(), privileged: known(true) }), host()],
        'fail privileged = true',
        'pass seccomp-profile = not set: the engine has builtin',
        'pass security_opts = none',
      ],
      [
        [container(options()), host({ seccompProfile: known(undefined) })],
        'fail seccomp-profile = not set: the engine has none',
        'pass security_opts = none',
      ],
      [
        [container(options()), host({ seccompProfile: known('unconfined') })],
        'fail seccomp-profile = not set: the engine has unconfined',
        'pass security_opts = none',
      ],
    ],
    open: [
      [[container(options()), host({ seccompProfile: UNREAD })], 'unknown seccomp-profile = not read', 'pass security_opts = none'],
      [[container({ securityOptions: [UNREAD] }), host()], 'unknown security_opts = not read'],
      [
        [container({ ...options('seccomp=builtin'), privileged: UNREAD }), host()],
        'unknown privileged = not read',
        'pass security_opts = seccomp=builtin',
      ],
    ],
  },
  'SDG-15.2': {
    good: [
      [[host()], 'pass icc = false'],
      [[...tenants('acme', 'globex'), network(option(ICC, 'false'))], 'pass options.enable_icc = false'],
    ],
    bad: [
      [[host({ defaultBridgeIcc: known(true) })], 'fail icc = true'],
      [[...tenants('acme', 'globex'), network()], 'fail options.enable_icc = not set'],
      [[...tenants('acme', 'globex'), network(option(ICC, 'true'))], 'fail options.enable_icc = true'],
      [[...tenants('acme', 'globex'), network(option('other', 'false'))], 'fail options.enable_icc = not set'],
    ],
    open: [
      [[host({ defaultBridgeIcc: UNREAD })], 'unknown icc = not read'],
      [[...tenants('acme', 'globex'), network({ options: [UNREAD] })], 'unknown options.enable_icc = not read'],
      [[...tenants('acme', 'globex'), network({ name: UNREAD })], 'unknown name = not read'],
      [[...tenants('acme'), named('x', { tenant: UNREAD }), network()], 'unknown options.enable_icc = not read'],
    ],
    idle: [
      [network()],
      [network({ name: known(undefined) })],
      [...tenants('acme', 'acme', undefined), network()],
      [named('x', { tenant: UNREAD }), network()],
      [...tenants('acme'), named('gateway', { tenant: known('globex'), role: known('gateway') }), network()],
    ],
  },
  'SDG-15.6': {
    good: [
      [
        [trusted('a', 'trusted'), trusted('b', 'trusted'), named('router', { role: known('router') })],
        'pass trust = trusted',
        'pass trust = trusted',
        'not-applicable',
      ],
      [[trusted('a', 'trusted'), trusted('b', 'untrusted', { provider: 'docker.pool' })], 'pass trust = trusted', 'pass trust = untrusted'],
    ],
    bad: [
      [
        [trusted('a', 'trusted'), trusted('b', 'untrusted'), trusted('c', 'known'), named('d', { trust: UNREAD })],
        'fail trust = trusted beside known, untrusted',
        'fail trust = untrusted beside known, trusted',
        'fail trust = known beside trusted, untrusted',
        'unknown trust = not read',
      ],
    ],
    open: [[[trusted('a', 'trusted'), named('b', { trust: UNREAD })], 'unknown trust = not read', 'unknown trust = not read']],
    idle: [[container()]],
  },
  'SDG-16.1': {
    good: [
      ...['runsc', 'kata', 'kata-runtime', 'kata-clh-2', 'io.containerd.runsc.v1', 'io.containerd.kata.v12'].map((runtime): LiveCase => [
        [trusted('a', 'untrusted', { runtime: known(runtime) }), container({ role: known('x') })],
        `pass runtime = ${runtime}`,
        'not-applicable',
      ]),
      [
        [trusted('a', 'untrusted'), trusted('b', 'untrusted'), named('c', { role: known('router') }), host()],
        'pass runtime = all containers of the host are untrusted',
        'pass runtime = all containers of the host are untrusted',
        'not-applicable',
      ],
      [
        [trusted('a', 'untrusted'), trusted('b', 'trusted'), host({ defaultRuntime: known('runsc') })],
        'pass runtime = runsc',
        'not-applicable',
      ],
    ],
    bad: [
      [[trusted('a', 'untrusted'), trusted('b', 'trusted')], 'fail runtime = not set, beside others', 'not-applicable'],
      [[trusted('a', 'untrusted'), trusted('b', undefined)], 'fail runtime = not set, beside others', 'not-applicable'],
      [[trusted('a', 'untrusted'), trusted('b', undefined), host()], 'fail runtime = runc, beside others', 'not-applicable'],
      ...['xrunsc', 'runsc-x', 'katana', 'kata-', 'io.containerd.runc.v2', 'io.containerd.kata.v', 'xio.containerd.kata.v2'].map(
        (runtime): LiveCase => [
          [trusted('a', 'untrusted', { runtime: known(runtime) }), trusted('b', 'trusted'), host({ defaultRuntime: known('runsc') })],
          `fail runtime = ${runtime}, beside others`,
          'not-applicable',
        ],
      ),
    ],
    open: [
      [[named('a', { trust: UNREAD })], 'unknown trust = not read'],
      [[trusted('a', 'untrusted', { runtime: UNREAD }), trusted('b', 'trusted')], 'unknown runtime = not read', 'not-applicable'],
      [[trusted('a', 'untrusted'), named('b', { trust: unknown('other') })], 'unknown runtime = other', 'unknown trust = other'],
    ],
    idle: [[container()], [trusted('a', 'trusted')]],
  },
  'SDG-17.1': {
    good: [[[container()], 'pass drift = none']],
    bad: [
      [
        [
          container({
            drift: [
              known({ attribute: 'read_only', declared: 'true', live: 'false', rule: 'SDG-10.6' }),
              known({ attribute: 'memory', declared: '64', live: '0', rule: 'SDG-06.1' }),
              UNREAD,
            ],
          }),
        ],
        'unknown drift = not read',
        'fail memory = declared 64, live 0 (SDG-06.1)',
        'fail read_only = declared true, live false (SDG-10.6)',
      ],
    ],
    open: [
      [[container({ drift: [UNREAD] })], 'unknown drift = not read'],
      [[container({ declared: UNREAD })], 'unknown declared = not read'],
    ],
    idle: [[container({ declared: known(false), drift: [UNREAD] })]],
  },
  'SDG-17.2': {
    good: [[[container(), image()], 'pass declared = true', 'pass dangling = false']],
    bad: [
      [[container({ declared: known(false) })], 'fail declared = false'],
      [[image({ isDangling: known(true) })], 'fail dangling = true'],
    ],
    open: [
      [[container({ declared: UNREAD })], 'unknown declared = not read'],
      [[image({ isDangling: UNREAD })], 'unknown dangling = not read'],
    ],
    idle: [[withoutContent()]],
  },
};

function withoutContent(): Facts {
  const { content, ...pulled } = image();
  return content === undefined ? image() : pulled;
}
