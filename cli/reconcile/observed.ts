import type Dockerode from 'dockerode';
import type { Instance } from '../../constructs/host/instance';
import { ownedBy } from '../../operations/engine/labels';
import { bounded } from '../../operations/process/bounded';
import type { SealedLimits } from './declared';

const PARALLEL_REQUESTS = 8;
const BYTES_PER_MEBIBYTE = 1 << 20;

/** A container, as the engine lists it. */
export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Undefined for what belongs to no app. */
  readonly app: string | undefined;
  /** When it was made, in seconds since 1970. */
  readonly createdAt: number;
  readonly status: 'created' | 'running' | 'restarting' | 'paused' | 'removing' | 'exited' | 'dead';
  /** `none` without a health check. */
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none';
  /** Ended, and successfully. */
  readonly succeeded: boolean;
  readonly networks: readonly string[];
  /** Limits that Terraform cannot change. */
  readonly sealed: Required<SealedLimits>;
  /** Arguments that can be changed while it runs, in Terraform's spelling. */
  readonly limits: ChangeableLimits;
}

export interface ChangeableLimits {
  readonly memory: number;
  readonly memory_swap: number;
  readonly cpu_shares: number;
  readonly restart: string;
}

/** Containers, networks, volumes and images of one stack on the engine, found by label. */
export interface Observed {
  readonly containers: readonly ObservedContainer[];
  /** Names of networks by their ids. */
  readonly networks: ReadonlyMap<string, string>;
  /** Names of all volumes: one that the engine has made for a container has no labels. */
  readonly volumes: ReadonlySet<string>;
  /** Names of the stack's volumes that can be made again. */
  readonly generatedVolumes: ReadonlySet<string>;
  /** Ids of the installation's images by their names. */
  readonly images: ReadonlyMap<string, string>;
}

interface Labelled {
  readonly Labels?: Readonly<Record<string, string>> | null;
}

/** Asks the engine once for everything that bears the labels of `stack`. */
export async function observe(client: Dockerode, instance: Instance, stack: string): Promise<Observed> {
  const filters = { label: [...ownedBy(instance).label, `appengine.stack=${stack}`] };
  const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
    client.listContainers({ all: true, filters }),
    client.listNetworks({ filters }),
    client.listVolumes(),
    client.listImages(),
  ]);
  return {
    containers: await bounded(containers, PARALLEL_REQUESTS, (info) => observedContainer(client, info)),
    networks: new Map(networks.map(({ Id, Name }) => [Id, Name])),
    volumes: new Set(volumes.map(({ Name }) => Name)),
    generatedVolumes: new Set(
      volumes
        .filter(({ Labels: labels }: Labelled) => labels?.['appengine.instance'] === instance.name && labels['appengine.stack'] === stack)
        .filter(({ Labels: labels }: Labelled) => labels?.['appengine.role'] === 'volume' && labels['appengine.data'] !== 'true')
        .map(({ Name }) => Name),
    ),
    images: new Map(
      images.flatMap(({ Id, RepoTags }) =>
        (RepoTags ?? []).filter((tag) => tag.startsWith(instance.imagePrefix)).map((tag) => [tag, Id] as const),
      ),
    ),
  };
}

async function observedContainer(
  client: Dockerode,
  { Id, Names, Labels, Created, State, Status, NetworkSettings }: Dockerode.ContainerInfo,
): Promise<ObservedContainer> {
  const { HostConfig: host } = await client.getContainer(Id).inspect();
  return {
    id: Id,
    name: (Names[0] ?? '').replace(/^\//, ''),
    role: Labels['appengine.role'] ?? '',
    app: Labels['appengine.app'],
    createdAt: Created,
    status: State as ObservedContainer['status'],
    health: healthOf(Status),
    succeeded: State === 'exited' && Status.startsWith('Exited (0)'),
    networks: Object.keys(NetworkSettings.Networks),
    sealed: { CpuPeriod: host.CpuPeriod ?? 0, CpuQuota: host.CpuQuota ?? 0, PidsLimit: host.PidsLimit ?? 0 },
    limits: {
      memory: inMebibytes(host.Memory ?? 0),
      memory_swap: inMebibytes(host.MemorySwap ?? 0),
      cpu_shares: host.CpuShares ?? 0,
      restart: host.RestartPolicy?.Name ?? 'no',
    },
  };
}

function inMebibytes(bytes: number): number {
  return bytes > 0 ? Math.floor(bytes / BYTES_PER_MEBIBYTE) : bytes;
}

/** The list tells health as a part of the text for people, such as `Up 5 seconds (health: starting)`. */
function healthOf(status: string): ObservedContainer['health'] {
  const [, word] = /\((?:health: )?(healthy|unhealthy|starting)\)$/.exec(status) ?? [];
  return (word as ObservedContainer['health'] | undefined) ?? 'none';
}
