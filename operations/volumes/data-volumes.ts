import type Dockerode from 'dockerode';
import type { States } from '../state/states';
import type { StateInstance } from '../state/terraform-state';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';

/** A volume with users' data, as the engine has it. */
export interface DataVolume {
  readonly name: string;
  /** In whose state it is, or was: a tenant's name, or `platform`. */
  readonly stack: string;
  /** Apps whose containers mount it, running or not. */
  readonly usedBy: readonly string[];
  /** True if a state still has it; one that cannot be read counts as if it had. */
  readonly declared: boolean;
  readonly createdAt: Date | undefined;
}

/** Data volumes of an instance, by name. */
export async function findDataVolumes(session: Session, states: States): Promise<readonly DataVolume[]> {
  const client = session.engine();
  const { label } = ownedBy(session.instance);
  const { Volumes: volumes } = await client.listVolumes({ filters: { label: [...label, 'appengine.data=true'] } });
  const names = volumes.map(({ Name }) => Name);
  // Of hundreds of containers few mount one, and the engine takes its time for each that it tells.
  const containers = names.length === 0 ? [] : await client.listContainers({ all: true, filters: { volume: names } });
  const { unreadable } = states;
  const declared = declaredVolumes(states);
  return volumes
    .map((volume): DataVolume => {
      const stack = volume.Labels['appengine.stack'] ?? volume.Labels['appengine.tenant'] ?? 'platform';
      const users = containers.filter(({ Mounts }) => Mounts.some(({ Name }) => Name === volume.Name));
      const createdAt = (volume as { CreatedAt?: string }).CreatedAt;
      return {
        name: volume.Name,
        stack,
        usedBy: [...new Set(users.map(({ Labels, Names }) => Labels['appengine.app'] ?? (Names[0] ?? '').slice(1)))].sort(),
        declared: declared.has(volume.Name) || unreadable.includes(stack),
        createdAt: createdAt === undefined ? undefined : new Date(createdAt),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Bytes by name, for volumes that the engine can measure: it reads all of their files. */
export async function volumeSizes(client: Dockerode): Promise<ReadonlyMap<string, number>> {
  const { Volumes: volumes } = (await client.df()) as {
    readonly Volumes: readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } | null }[] | null;
  };
  return new Map(
    (volumes ?? []).flatMap(({ Name, UsageData }) =>
      UsageData === undefined || UsageData === null || UsageData.Size < 0 ? [] : [[Name, UsageData.Size] as const],
    ),
  );
}

export async function removeVolume(client: Dockerode, name: string): Promise<void> {
  await client.getVolume(name).remove();
}

/** Names of volumes in the states: what Terraform made of a data volume is a note of its name. */
function declaredVolumes(states: States): ReadonlySet<string> {
  const readable = states.stacks.filter((stack) => !states.unreadable.includes(stack));
  const names = readable.flatMap((stack) =>
    states
      .of(stack)
      .resources.filter(({ mode, type }) => mode === 'managed' && ['docker_volume', 'terraform_data'].includes(type))
      .flatMap(({ instances }) => instances.filter(({ deposed }) => deposed === undefined).flatMap(namesOf)),
  );
  return new Set(names);
}

function namesOf({ attributes }: StateInstance): readonly string[] {
  const { id, triggers_replace: triggers } = attributes as StateInstance['attributes'] & {
    readonly triggers_replace?: { readonly value?: unknown };
  };
  const noted = Array.isArray(triggers?.value) ? triggers.value.filter((item) => typeof item === 'string') : [];
  return [...(id === undefined ? [] : [id]), ...noted];
}
