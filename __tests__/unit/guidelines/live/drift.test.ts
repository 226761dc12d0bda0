import { known } from '../../../../guidelines';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { GOOD_CONTAINER, type Arguments } from '../../../../guidelines/cases/configuration';
import { answer, containerOf, driftOf, said, snapshot, type Json } from './answers';

const PROFILE = { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] };
const BIND = { Type: 'bind', Source: '/etc', Destination: '/host', RW: true, Propagation: 'rprivate' };
const VOLUME = { Type: 'volume', Name: 'data', Source: '/x', Destination: '/data', RW: true, Propagation: '' };

test.each<readonly [Json, Arguments, string]>([
  [{ Config: { Image: 'evil:1' } }, {}, `SDG-01.1 image: ${String(GOOD_CONTAINER.image)} -> evil:1`],
  [
    { Config: { Cmd: ['sh', '--token=x'] } },
    {},
    'SDG-09.1 command: /entry and arguments sha256:4669c1abecb9 -> /entry and arguments sha256:20d0dd83b5dd',
  ],
  [{ Config: { User: '0:0' } }, {}, 'SDG-05.2 user: 1000:1000 -> 0:0'],
  [{ Config: { User: '5' } }, { user: null }, 'SDG-05.2 user: not set -> 5'],
  [{ Config: { Healthcheck: undefined } }, {}, 'SDG-09.5 healthcheck: CMD -> NONE'],
  [{ Config: { WorkingDir: '/proc/self/fd/8' } }, {}, 'SDG-10.7 working_dir: not set -> /proc/self/fd/8'],
  [{ Config: { Env: ['PATH=/bin', 'TOKEN=hunter2'] } }, {}, 'SDG-09.6 env: TOKEN not set -> TOKEN=sha256:f52fbd32b2b3'],
  [{ Config: { Env: ['PATH=/evil'] } }, {}, 'SDG-09.6 env: PATH=sha256:808dd192d324 -> PATH=sha256:6567eeceafad'],
  [
    { Config: { Labels: { 'org.title': 'Web', 'appengine.generation': 'b' } } },
    label('appengine.generation', 'a'),
    'SDG-17.1 labels: appengine.generation=a -> appengine.generation=b',
  ],
  [{}, label('com.x', 'secret'), 'SDG-17.1 labels: com.x=sha256:2bb80d537b1d -> com.x not set'],
  [{ HostConfig: { Privileged: true } }, {}, 'SDG-05.1 privileged: false -> true'],
  [{ HostConfig: { ReadonlyRootfs: false } }, {}, 'SDG-10.6 read_only: true -> false'],
  [{ HostConfig: { AutoRemove: true } }, {}, 'SDG-03.4 rm: false -> true'],
  [{ HostConfig: { Memory: 0 } }, {}, 'SDG-06.1 memory: 64 -> not set'],
  [{ HostConfig: { MemorySwap: -1 } }, {}, 'SDG-06.2 memory_swap: 64 -> -1'],
  [{ HostConfig: { CpuShares: 2 } }, {}, 'SDG-06.3 cpu_shares: 512 -> 2'],
  [{ HostConfig: { CpuQuota: 100000 } }, { cpu_quota: 50000 }, 'SDG-06.3 cpu_quota: 50000 -> 100000'],
  [{ HostConfig: { NanoCpus: 2e9 } }, {}, 'SDG-06.3 cpus: not set -> 2'],
  [{ HostConfig: { CgroupParent: '/x' } }, {}, 'SDG-06.8 cgroup_parent: not set -> /x'],
  [{ HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } } }, {}, 'SDG-06.6 restart: unless-stopped -> always'],
  [{ HostConfig: { LogConfig: { Type: 'none', Config: {} } } }, {}, 'SDG-03.1 log_driver: local -> none'],
  [
    { HostConfig: { LogConfig: { Type: 'local', Config: { 'max-size': '9g' } } } },
    { log_opts: { 'max-size': '1m' } },
    'SDG-03.2 log_opts: max-size=1m -> max-size=9g',
  ],
  [{ HostConfig: { Init: false } }, {}, 'SDG-09.2 init: true -> false'],
  [{ HostConfig: { PublishAllPorts: true } }, {}, 'SDG-02.6 publish_all_ports: false -> true'],
  [{ HostConfig: { PidMode: 'host' } }, {}, 'SDG-09.3 pid_mode: not set -> host'],
  [{ HostConfig: { IpcMode: 'shareable' } }, {}, 'SDG-09.4 ipc_mode: private -> shareable'],
  [{ HostConfig: { UsernsMode: 'host' } }, {}, 'SDG-12.2 userns_mode: not set -> host'],
  [{ HostConfig: { CgroupnsMode: 'host' } }, {}, 'SDG-12.3 cgroupns_mode: private -> host'],
  [{ HostConfig: { CgroupnsMode: 'host' } }, { cgroupns_mode: null }, 'SDG-12.3 cgroupns_mode: private -> host'],
  [{ HostConfig: { Runtime: 'crun' } }, {}, 'SDG-16.2 runtime: runc -> crun'],
  [{ HostConfig: { UTSMode: 'host' } }, {}, 'SDG-09.4 uts_mode: not set -> host'],
  [{ HostConfig: { OomKillDisable: true } }, {}, 'SDG-06.8 oom_kill_disable: false -> true'],
  [{ HostConfig: { OomScoreAdj: -500 } }, {}, 'SDG-06.8 oom_score_adj: not set -> -500'],
  [{ HostConfig: { GroupAdd: ['docker'] } }, {}, 'SDG-05.3 group_add: none -> docker'],
  [{ HostConfig: { CapAdd: ['SYS_ADMIN'] } }, {}, 'SDG-14.2 capabilities.add: none -> SYS_ADMIN'],
  [{ HostConfig: { CapDrop: null } }, {}, 'SDG-14.1 capabilities.drop: ALL -> none'],
  [{ HostConfig: { VolumesFrom: ['other:rw'] } }, {}, 'SDG-15.5 volumes.from_container: none -> other'],
  [{ HostConfig: { DeviceRequests: [{ Count: -1, DeviceIDs: null }] } }, {}, 'SDG-08.4 gpus: none -> all'],
  [{ HostConfig: { DeviceCgroupRules: ['a *:* rwm'] } }, {}, 'SDG-08.1 device_cgroup_rules: none -> a *:* rwm'],
  [
    { HostConfig: { Devices: [{ PathOnHost: '/dev/sda', CgroupPermissions: 'rwm' }] } },
    {},
    'SDG-08.1 devices: /dev/sda not set -> /dev/sda=rwm',
  ],
  [
    { HostConfig: { Devices: [{ PathOnHost: '/dev/kvm', CgroupPermissions: 'rwm' }] } },
    { devices: [{ host_path: '/dev/kvm', permissions: 'r' }] },
    'SDG-08.1 devices: /dev/kvm=r -> /dev/kvm=rwm',
  ],
  [{ NetworkSettings: { Networks: { front: {}, back: {} } } }, {}, 'SDG-15.3 networks_advanced: front -> back, front'],
  [{ HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '80' }] } } }, {}, 'SDG-02.5 ports: none -> 0.0.0.0:80->80'],
  [
    { HostConfig: { SecurityOpt: ['no-new-privileges:false'] } },
    {},
    'SDG-05.4 security_opts: no-new-privileges=true -> no-new-privileges=false',
  ],
  [
    { HostConfig: { SecurityOpt: ['no-new-privileges', 'apparmor=unconfined'] } },
    {},
    'SDG-04.1 security_opts: apparmor not set -> apparmor=unconfined',
  ],
  [{ HostConfig: { SecurityOpt: ['no-new-privileges', 'label=disable'] } }, {}, 'SDG-04.2 security_opts: label not set -> label=disable'],
  [{ HostConfig: { SecurityOpt: ['no-new-privileges', 'other=x'] } }, {}, 'SDG-17.1 security_opts: other not set -> other=x'],
  [
    { HostConfig: { SecurityOpt: ['no-new-privileges:true', 'seccomp=unconfined'] } },
    { security_opts: ['no-new-privileges:true', `seccomp=${JSON.stringify(PROFILE)}`] },
    'SDG-13.1 security_opts: seccomp=sha256:277c010494e1 -> seccomp=unconfined',
  ],
  [{ Mounts: [BIND] }, {}, 'SDG-10.1 mounts: /host not set -> /etc at /host'],
  [{ Mounts: [VOLUME] }, {}, 'SDG-15.4 mounts: /data not set -> data at /data'],
  [
    { Mounts: [VOLUME] },
    { mounts: [{ type: 'volume', source: 'data', target: '/data', read_only: true }] },
    'SDG-15.4 mounts: data, read-only at /data -> data at /data',
  ],
  [
    { Mounts: [{ ...BIND, Propagation: 'rshared' }] },
    { mounts: [{ type: 'bind', source: '/etc', target: '/host' }] },
    'SDG-10.1 mounts: /etc at /host -> /etc, rshared at /host',
  ],
  [{ HostConfig: { Tmpfs: { '/tmp': 'exec' } } }, {}, 'SDG-06.7 tmpfs: /tmp: 16777216 bytes -> /tmp: no size, exec'],
  [{ HostConfig: { Ulimits: [{ Name: 'nofile', Hard: -1 }] } }, {}, 'SDG-06.5 ulimit: nofile=1024 -> nofile=-1'],
  [{ HostConfig: { Sysctls: { 'net.x': '1' } } }, {}, 'SDG-10.8 sysctls: net.x not set -> net.x=1'],
  [{ State: { Status: 'exited' } }, {}, 'SDG-17.1 must_run: true -> exited'],
  [{ State: { Status: 'created' } }, {}, 'SDG-17.1 must_run: true -> created'],
  [{ State: { Status: 'running' } }, { start: false }, 'SDG-17.1 start: false -> running'],
])('%j, declared with %j: %s', (live, declared, expected) => {
  expect(said(driftOf(answer(live), declared))).toEqual([expected]);
});

function label(name: string, value: string): Arguments {
  return { labels: [{ label: name, value }] };
}

describe('what an expression stands for is not compared', () => {
  test.each<readonly [Json, Arguments]>([
    [{ HostConfig: { Memory: 5 } }, { memory: '${var.memory}', memory_swap: '${var.swap}' }],
    [{ Config: { Image: 'other' } }, { image: '${var.image}' }],
    [{ Config: { Cmd: ['other'] } }, { command: ['${var.command}'] }],
    [{ HostConfig: { CapAdd: ['CHOWN'] } }, { capabilities: { add: '${var.add}', drop: ['ALL'] } }],
    [{ Config: { Env: ['A=1', 'PATH=/bin'] } }, { env: ['A=${var.a}'] }],
    [{ Config: { Env: ['A=1', 'PATH=/bin'] } }, { env: '${var.env}' }],
  ])('%j, declared with %j', (live, declared) => {
    expect(said(driftOf(answer(live), declared))).toEqual([]);
  });
});

test('but what is declared beside it has to be there', () => {
  expect(said(driftOf(answer(), { capabilities: { add: ['${var.add}', 'CHOWN'], drop: ['ALL'] } }))).toEqual([
    'SDG-14.2 capabilities.add: CHOWN -> none',
  ]);
});

describe('what the engine does not tell may differ', () => {
  test.each<readonly [string, Json, Partial<EngineSnapshot>, readonly string[]]>([
    ['a setting', { HostConfig: { Privileged: undefined } }, {}, ['unknown HostConfig.Privileged is not told']],
    ['a list', { HostConfig: { CapAdd: undefined } }, {}, ['unknown HostConfig.CapAdd is not told']],
    ['a map', { Config: { Env: undefined } }, {}, ['unknown Config.Env is not told']],
    ['a part', { State: undefined }, {}, ['unknown State.Status is not told']],
    ['the default runtime', {}, { info: { LoggingDriver: 'local' } }, ['unknown DefaultRuntime is not told']],
  ])('%s', (_, live, changes, expected) => {
    expect(said(driftOf(answer(live), {}, changes))).toEqual(expected);
  });

  test('the image, which has all that is not declared', () => {
    expect(new Set(said(driftOf(answer(), { user: null }, { images: [] })))).toEqual(
      new Set(['unknown the image of the container is not told']),
    );
  });
});

test('the settings of the engine say what a container gets without being told', () => {
  const host = { daemon: { 'default-ipc-mode': 'shareable', 'default-cgroupns-mode': 'host' } };
  const live = answer({ HostConfig: { IpcMode: 'shareable', CgroupnsMode: 'host' } });

  expect(driftOf(live, { cgroupns_mode: null }, { host })).toEqual([]);
});

describe('a container that is not there', () => {
  const missing = (declared: Arguments): readonly string[] => {
    const wanted = factsOfTerraformJson({ resource: { docker_container: { web: { ...GOOD_CONTAINER, ...declared } } } });
    return factsOfEngine(snapshot(), wanted).flatMap((fact) => (fact.kind === 'container' ? said(fact.drift) : []));
  };

  test('is one that differs', () => {
    expect(missing({})).toEqual(['SDG-17.1 container: present -> missing']);
    expect(missing({ name: '${var.name}' })).toEqual(['unknown ${var.name}']);
    expect(missing({ must_run: false })).toEqual(['SDG-17.1 container: present -> missing']);
  });

  test('unless it is a job that removes itself', () => {
    expect(missing({ must_run: false, rm: true })).toEqual([]);
  });

  test('keeps the facts of its declaration', () => {
    const wanted = factsOfTerraformJson({ resource: { docker_container: { web: GOOD_CONTAINER } } });

    expect({ ...containerOf(factsOfEngine(snapshot(), wanted)), drift: [] }).toEqual(containerOf(wanted));
  });
});

test('nothing drifts where nothing is declared', () => {
  expect(containerOf(factsOfEngine(snapshot({ containers: [answer({ HostConfig: { Privileged: true } })] }))).drift).toEqual([]);
  expect(containerOf(factsOfEngine(snapshot({ containers: [answer()] }), [])).declared).toEqual(known(false));
});
