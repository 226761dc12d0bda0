import type { Instance } from '../../constructs/host/instance';
import { lastKnownState, stacksInState } from '../deploy/state';
import { engine } from '../engine/connect';
import { serversOf } from '../engine/gateway-servers';
import { ownedBy } from '../engine/labels';
import { incidentsOf } from './containers';

const ROLES = ['router', 'gateway'] as const;
type ProxyRole = (typeof ROLES)[number];

/** The router of the platform, or the gateway of a tenant. */
export interface ProxyStatus {
  readonly stack: string;
  readonly role: ProxyRole;
  /** Id of its container; undefined if there is none, though it was deployed. */
  readonly id?: string;
  /** `healthy`, `unhealthy`, `starting`, `stopped` or `gone`. */
  readonly state: string;
  readonly restarts: number;
  /** What is not as it should be, and what to do. */
  readonly problems: readonly string[];
}

/** Routers and gateways that were deployed, as the engine has them now. */
export async function proxyStatuses(instance: Instance): Promise<readonly ProxyStatus[]> {
  const deployed = stacksInState(instance).flatMap((stack) => rolesIn(instance, stack).map((role) => ({ stack, role })));
  const containers = (
    await Promise.all(ROLES.map((role) => engine().listContainers({ all: true, filters: ownedBy(instance, role) })))
  ).flat();
  return Promise.all(
    deployed.map(({ stack, role }) => {
      const own = containers.filter(({ Labels }) => Labels['appengine.stack'] === stack && Labels['appengine.role'] === role);
      // A gateway that was replaced may still answer what has begun: the youngest is the one that counts.
      const youngest = own.sort((a, b) => b.Created - a.Created);
      return proxyStatus(stack, role, (youngest.find(({ State }) => State === 'running') ?? youngest[0])?.Id);
    }),
  );
}

/** Names of replicas' containers that are healthy in themselves, while the gateway of their tenant gets no answer from them. */
export async function unansweringReplicas(proxies: readonly ProxyStatus[]): Promise<ReadonlySet<string>> {
  const ids = proxies.flatMap(({ role, id }) => (role === 'gateway' && id !== undefined ? [id] : []));
  const servers = (await Promise.all(ids.map(serversOf))).flat();
  const nameOf = (server: string): string => server.replace(/-checked$/, '');
  const answering = new Set(servers.filter(({ isUp }) => isUp).map(({ server }) => nameOf(server)));
  return new Set(servers.map(({ server }) => nameOf(server)).filter((name) => !answering.has(name)));
}

async function proxyStatus(stack: string, role: ProxyRole, id: string | undefined): Promise<ProxyStatus> {
  const again = `npx appengine up --only ${stack}`;
  if (id === undefined) return { stack, role, state: 'gone', restarts: 0, problems: [`the ${role} is gone; make it again: ${again}`] };
  const inspected = await engine().getContainer(id).inspect();
  const { State, RestartCount: restarts } = inspected;
  const state = State.Running ? (State.Health?.Status ?? 'healthy') : 'stopped';
  const incidents = incidentsOf(inspected);
  const now = state === 'stopped' ? [`the ${role} is stopped; start it again: ${again}`] : [];
  const sick = state === 'unhealthy' ? [`the ${role} is unhealthy; its log says why: docker logs ${inspected.Name.slice(1)}`] : [];
  return { stack, role, id, state, restarts, problems: [...now, ...sick, ...incidents] };
}

function rolesIn(instance: Instance, stack: string): readonly ProxyRole[] {
  const labels = lastKnownState(instance, stack)
    .resources.filter(({ type }) => type === 'docker_container')
    .flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes.labels ?? []));
  return ROLES.filter((role) => labels.some(({ label, value }) => label === 'appengine.role' && value === role));
}
