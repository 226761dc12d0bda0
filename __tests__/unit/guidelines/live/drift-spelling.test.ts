import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import type { Arguments } from '../../../../guidelines/cases/configuration';
import { answer, driftOf, GOOD_IMAGE, IMAGE_ID, said, type Json } from './answers';

const PROFILE = { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] };
const BIND = { Type: 'bind', Source: '/etc', Destination: '/host', RW: true, Propagation: 'rprivate' };
const VOLUME = { Type: 'volume', Name: 'data', Source: '/x', Destination: '/data', RW: true, Propagation: '' };

/** The live container, its declaration, and the engine. */
const SAME: readonly (readonly [string, Json, Arguments, Partial<EngineSnapshot>?])[] = [
  ['twice the memory as swap', { HostConfig: { MemorySwap: 134217728 } }, { memory_swap: null }],
  [
    'the policy of restart that is there without one',
    { HostConfig: { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } } },
    { restart: null },
  ],
  ['the log driver of the engine', {}, { log_driver: null }],
  [
    'bounds that the engine adds',
    {
      HostConfig: {
        LogConfig: { Type: 'local', Config: { 'max-file': '5' } },
        Ulimits: [
          { Name: 'nofile', Hard: 1024 },
          { Name: 'core', Hard: 0 },
        ],
      },
    },
    {},
  ],
  ['no init', { HostConfig: { Init: false } }, { init: null }],
  ['the namespace of control groups of the engine', {}, { cgroupns_mode: null }],
  [
    'a profile in another order',
    { HostConfig: { SecurityOpt: [`seccomp=${JSON.stringify(PROFILE, null, 2)}`, 'no-new-privileges=true'] } },
    { security_opts: ['no-new-privileges', `seccomp=${JSON.stringify(PROFILE)}`] },
  ],
  [
    'paths that the client opened',
    { HostConfig: { MaskedPaths: [] } },
    { security_opts: ['no-new-privileges:true', 'systempaths=unconfined'] },
  ],
  [
    'a label that the engine takes away',
    { HostConfig: { Privileged: true, SecurityOpt: ['no-new-privileges:true', 'label=disable'] } },
    { privileged: true },
  ],
  ['capabilities with and without CAP_', { HostConfig: { CapAdd: ['CAP_CHOWN'] } }, { capabilities: { add: ['chown'], drop: ['all'] } }],
  [
    'rights of a device that are not written',
    { HostConfig: { Devices: [{ PathOnHost: '/dev/kvm', CgroupPermissions: 'rwm' }] } },
    { devices: [{ host_path: '/dev/kvm' }] },
  ],
  [
    'a port on all addresses',
    { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], '81/tcp': [{ HostIp: '', HostPort: '' }] } } },
    { ports: [{ internal: 80, external: 8080 }, { internal: 81 }] },
  ],
  ['the first network as the mode', {}, { network_mode: null }],
  ['a network that the mode alone names', {}, { networks_advanced: [] }],
  [
    'the default network',
    { HostConfig: { NetworkMode: 'default' }, NetworkSettings: { Networks: { bridge: {} } } },
    { network_mode: 'bridge', networks_advanced: [] },
  ],
  ['a working directory with a slash at its end', { Config: { WorkingDir: '/srv' } }, { working_dir: '/srv/' }],
  ['a command with its entrypoint', {}, { entrypoint: ['/entry'], command: ['serve'] }],
  ['a command without it', {}, { command: ['serve'] }],
  ['a private mount', { Mounts: [BIND] }, { volumes: [{ host_path: '/etc/', container_path: '/host/' }] }],
  [
    'a mount in memory',
    {
      Mounts: [{ Type: 'tmpfs', Source: '', Destination: '/t', RW: true, Propagation: '' }],
      HostConfig: { Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 5 } }] },
    },
    { mounts: [{ type: 'tmpfs', target: '/t', tmpfs_options: [{ size_bytes: 5 }] }] },
  ],
  ['a volume without a name', { Mounts: [{ ...VOLUME, Name: 'e'.repeat(64) }] }, {}],
  ['mounts of another container', { Mounts: [VOLUME], HostConfig: { VolumesFrom: ['other'] } }, { volumes: [{ from_container: 'other' }] }],
  ['a volume that the image asks for', { Mounts: [VOLUME] }, {}, images({ Config: { ...GOOD_IMAGE.Config, Volumes: { '/data/': {} } } })],
  ['who the image runs as', { Config: { User: '65532' } }, { user: null }, images({ Config: { ...GOOD_IMAGE.Config, User: '65532' } })],
  [
    'how the image is checked',
    { Config: { Healthcheck: { Test: ['CMD-SHELL', 'true'] } } },
    { healthcheck: null },
    images({ Config: { ...GOOD_IMAGE.Config, Healthcheck: { Test: ['CMD-SHELL', 'true'] } } }),
  ],
  ['a label that overrides the image', { Config: { Labels: { 'org.title': 'Shop' } } }, label('org.title', 'Shop')],
  ['a variable that overrides the image', { Config: { Env: ['PATH=/usr/bin'] } }, { env: ['PATH=/usr/bin'] }],
  ['an image that is named by its identifier', { Config: { Image: IMAGE_ID } }, {}],
  ['an image with and without its tag', { Config: { Image: 'docker.io/library/nginx:latest' } }, { image: 'nginx' }],
  ['a job that ended', { State: { Status: 'exited' } }, { must_run: false }],
  ['a loader that never started', { State: { Status: 'created' } }, { start: false, must_run: false }],
];

function images(changes: Json): Partial<EngineSnapshot> {
  return { images: [{ inspect: { ...GOOD_IMAGE, ...changes } }] };
}

function label(name: string, value: string): Arguments {
  return { labels: [{ label: name, value }] };
}

test.each(SAME.map(([name, live, declared, changes = {}]) => [name, live, declared, changes] as const))(
  'no difference: %s',
  (_, live, declared, changes) => {
    expect(said(driftOf(answer(live), declared, changes))).toEqual([]);
  },
);
