import { ownedBy } from '../engine/labels';
import type { Session } from '../session';
import { incidentsOf } from './containers';

/** A container of an app, as the engine sees it now. */
export interface Replica {
  readonly tenant: string;
  readonly app: string;
  readonly slot: number;
  readonly generation: string;
  /** Number of the release that it tries; undefined where it runs the current one. */
  readonly canary: number | undefined;
  readonly healthy: boolean;
  readonly startedAt: Date;
  readonly restarts: number;
  /** Problems, each with its remedy. */
  readonly problems: readonly string[];
}

/**
 * Replicas, jobs, schedules and services of some tenants.
 * @param unanswering names of containers that their gateway gets no answer from
 */
export async function findReplicas(
  session: Session,
  tenants: readonly string[],
  unanswering: ReadonlySet<string>,
): Promise<readonly Replica[]> {
  const client = session.engine();
  const roles = ['replica', 'job', 'schedule', 'service', 'service-gateway'] as const;
  const [only, ...others] = tenants;
  const ofOne = only === undefined || others.length > 0 ? [] : [`appengine.tenant=${only}`];
  const found = await Promise.all(
    roles.map((role) => client.listContainers({ all: true, filters: { label: [...ownedBy(session.instance, role).label, ...ofOne] } })),
  );
  const wanted = found.flat().filter(({ Labels }) => tenants.includes(Labels['appengine.tenant'] ?? ''));
  return Promise.all(
    wanted.map(async ({ Id, Labels }) => {
      const inspected = await client.getContainer(Id).inspect();
      const { State, RestartCount: restarts } = inspected;
      const name = inspected.Name.replace(/^\//, '');
      const isHealthy = Labels['appengine.role'] === 'job' ? isFinished(State) : isServing(State);
      const isUnanswering = isHealthy && unanswering.has(name);
      return {
        tenant: Labels['appengine.tenant'] ?? '',
        app: Labels['appengine.app'] ?? '',
        slot: Number(Labels['appengine.slot'] ?? 0),
        generation: Labels['appengine.generation'] ?? '',
        canary: Labels['appengine.canary'] === undefined ? undefined : Number(Labels['appengine.canary']),
        healthy: isHealthy && !isUnanswering,
        startedAt: new Date(State.StartedAt),
        restarts,
        problems: [...incidentsOf(inspected), ...(isUnanswering ? [describeSilence(name)] : [])],
      };
    }),
  );
}

function describeSilence(name: string): string {
  return `${name} is healthy for itself alone: its gateway gets no good answer from it; an app that listens on 127.0.0.1 has to listen on 0.0.0.0`;
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
