import type { Facts } from '../../../../guidelines';
import type { ContainerFacts } from '../../../../guidelines/facts/container-facts';
import type { Drift } from '../../../../guidelines';
import { knownOf } from '../../../../guidelines/facts/known';
import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import type { EngineSnapshot } from '../../../../guidelines/surfaces/live/snapshot';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { GOOD_CONTAINER, type Arguments } from '../../../../guidelines/cases/configuration';

/** A part of an engine's answer. */
export type Json = Readonly<Record<string, unknown>>;

export const IMAGE_ID = `sha256:${'b'.repeat(64)}`;

const MASKED = ['/proc/acpi', '/proc/kcore'];
const READ_ONLY = ['/proc/bus', '/proc/sys'];

/** Response of an engine about a container that was started with the arguments of `GOOD_CONTAINER`. */
export const GOOD_ANSWER = {
  Id: 'c'.repeat(64),
  Name: '/web',
  Image: IMAGE_ID,
  AppArmorProfile: 'docker-default',
  State: { Status: 'running' },
  Config: {
    Image: String(GOOD_CONTAINER.image),
    User: '1000:1000',
    Entrypoint: ['/entry'],
    Cmd: ['serve'],
    Env: ['PATH=/bin'],
    Labels: { 'org.title': 'Web' },
    WorkingDir: '',
    Healthcheck: { Test: ['CMD', '/healthy'] },
  },
  HostConfig: {
    AutoRemove: false,
    Privileged: false,
    ReadonlyRootfs: true,
    PublishAllPorts: false,
    Init: true,
    CapAdd: null,
    CapDrop: ['ALL'],
    GroupAdd: null,
    SecurityOpt: ['no-new-privileges:true'],
    Memory: 67108864,
    MemorySwap: 67108864,
    ShmSize: 67108864,
    CpuShares: 512,
    CpuPeriod: 0,
    CpuQuota: 0,
    NanoCpus: 0,
    PidsLimit: 256,
    Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 1024 }],
    CgroupParent: '',
    OomKillDisable: false,
    OomScoreAdj: 0,
    RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
    LogConfig: { Type: 'local', Config: {} },
    NetworkMode: 'front',
    PidMode: '',
    IpcMode: 'private',
    UTSMode: '',
    UsernsMode: '',
    CgroupnsMode: 'private',
    Runtime: 'runc',
    PortBindings: null,
    Devices: null,
    DeviceRequests: null,
    DeviceCgroupRules: null,
    VolumesFrom: null,
    Tmpfs: { '/tmp': 'size=16m' },
    MaskedPaths: MASKED,
    ReadonlyPaths: READ_ONLY,
  },
  Mounts: [],
  NetworkSettings: { Networks: { front: { NetworkID: 'f'.repeat(64) } } },
} as const;

export const GOOD_IMAGE = {
  Id: IMAGE_ID,
  Created: '2026-05-01T10:00:00Z',
  RepoTags: [],
  RepoDigests: [String(GOOD_CONTAINER.image)],
  Config: { Entrypoint: ['/entry'], Cmd: ['serve'], Env: ['PATH=/bin'], Labels: { 'org.title': 'Web' } },
} as const;

const INFO = { DefaultRuntime: 'runc', LoggingDriver: 'local', CgroupVersion: '2' };

/** A good container with other settings. */
export function answer(changes: { readonly Config?: Json; readonly HostConfig?: Json } & Json = {}): Json {
  const { Config = {}, HostConfig = {}, ...rest } = changes;
  return {
    ...GOOD_ANSWER,
    ...rest,
    Config: { ...GOOD_ANSWER.Config, ...Config },
    HostConfig: { ...GOOD_ANSWER.HostConfig, ...HostConfig },
  };
}

export function snapshot(changes: Partial<EngineSnapshot> = {}): EngineSnapshot {
  return { info: INFO, version: {}, containers: [], networks: [], volumes: [], images: [{ inspect: GOOD_IMAGE }], ...changes };
}

export function containerOf(facts: readonly Facts[], name = 'web'): ContainerFacts {
  const found = facts.find((fact) => fact.kind === 'container' && fact.name.known && fact.name.value === name);
  if (found?.kind !== 'container') throw new Error(`no container ${name}`);
  return found;
}

/** Facts of one container alone. */
export function read(container: Json, changes: Partial<EngineSnapshot> = {}): ContainerFacts {
  return containerOf(factsOfEngine(snapshot({ containers: [container], ...changes })));
}

/** How a container is said to differ from a good one that was declared with other arguments. */
export function driftOf(container: Json, declared: Arguments = {}, changes: Partial<EngineSnapshot> = {}): ContainerFacts['drift'] {
  const json = { resource: { docker_container: { web: { ...GOOD_CONTAINER, ...declared } } } };
  return containerOf(factsOfEngine(snapshot({ containers: [container], ...changes }), factsOfTerraformJson(json))).drift;
}

/** The same, such as `SDG-05.1 privileged: false -> true`. */
export function said(drift: ContainerFacts['drift']): readonly string[] {
  return [
    ...knownOf(drift).map(({ rule, attribute, declared, live }: Drift) => `${rule} ${attribute}: ${declared} -> ${live}`),
    ...drift.flatMap((item) => (item.known ? [] : [`unknown ${item.expression}`])),
  ];
}
