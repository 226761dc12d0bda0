import type { Instance } from '../../constructs/host/instance';
import { engine } from '../engine/connect';
import { ownedBy } from '../engine/labels';

/** A container of an app, as the engine sees it now. */
export interface Replica {
  readonly tenant: string;
  readonly app: string;
  readonly slot: number;
  readonly generation: string;
  readonly healthy: boolean;
  readonly startedAt: Date;
}

/** Replicas and jobs of some tenants. */
export async function findReplicas(instance: Instance, tenants: readonly string[]): Promise<readonly Replica[]> {
  const client = engine();
  const roles = ['replica', 'job'] as const;
  const found = await Promise.all(roles.map((role) => client.listContainers({ all: true, filters: ownedBy(instance, role) })));
  const wanted = found.flat().filter(({ Labels }) => tenants.includes(Labels['appengine.tenant'] ?? ''));
  return Promise.all(
    wanted.map(async ({ Id, Labels }) => {
      const { State } = await client.getContainer(Id).inspect();
      return {
        tenant: Labels['appengine.tenant'] ?? '',
        app: Labels['appengine.app'] ?? '',
        slot: Number(Labels['appengine.slot'] ?? 0),
        generation: Labels['appengine.generation'] ?? '',
        healthy: Labels['appengine.role'] === 'job' ? isFinished(State) : isServing(State),
        startedAt: new Date(State.StartedAt),
      };
    }),
  );
}

interface ContainerState {
  readonly Running: boolean;
  readonly Status: string;
  readonly ExitCode: number;
  readonly Health?: { readonly Status: string } | undefined;
}

/** Without a health check, running is all that is known. */
function isServing(state: ContainerState): boolean {
  return state.Running && ['healthy', 'none'].includes(state.Health?.Status ?? 'none');
}

/** A job is well while it runs and after it succeeded. */
function isFinished(state: ContainerState): boolean {
  return state.Running || (state.Status === 'exited' && state.ExitCode === 0);
}
