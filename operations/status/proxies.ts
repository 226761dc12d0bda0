import type Dockerode from 'dockerode';
import type { Instance } from '../../constructs/host/instance';
import type { States } from '../state/states';
import { serversOf } from '../engine/gateway-servers';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';
import { incidentsOf } from './containers';

const ROLES = ['router', 'gateway', 'balancer', 'registry'] as const;
type ProxyRole = (typeof ROLES)[number];
/** Those that know which of their servers answer. */
const HAPROXY: readonly ProxyRole[] = ['gateway', 'balancer'];

/** Without a proxy of this role. */
const CUT_OFF: Readonly<Record<ProxyRole, string>> = {
  router: 'no URL is answered',
  gateway: 'no URL of this tenant is answered',
  balancer: 'the apps that use this one get no answer',
  registry: 'no release is pushed or pulled',
};

/** The router or the registry of the platform, the gateway of a tenant, or the balancer of an app. */
export interface ProxyStatus {
  readonly stack: string;
  readonly role: ProxyRole;
  /** Such as `router`, `gateway`, `api-balancer` or `registry`. */
  readonly name: string;
  /** Id of its container; undefined if there is none, though it was deployed. */
  readonly id?: string;
  /** `healthy`, `unhealthy`, `starting`, `paused`, `stopped` or `gone`. */
  readonly state: string;
  readonly restarts: number;
  /** Problems, each with its remedy. */
  readonly problems: readonly string[];
}

/** Routers, gateways, balancers and registries that were deployed, as the engine has them now. */
export async function proxyStatuses(session: Session, states: States): Promise<readonly ProxyStatus[]> {
  const client = session.engine();
  const deployed = states.stacks.flatMap((stack) => proxiesIn(states, stack));
  const containers = (
    await Promise.all(ROLES.map((role) => client.listContainers({ all: true, filters: ownedBy(session.instance, role) })))
  ).flat();
  return Promise.all(
    deployed.map(({ stack, role, name }) => {
      const own = containers.filter(({ Names: [container = ''] }) => withoutGeneration(container.slice(1)) === name);
      // A gateway that was replaced may still answer what has begun: the youngest is the one that counts.
      const youngest = own.sort((a, b) => b.Created - a.Created);
      return proxyStatus(
        client,
        { stack, role, name: shortName(session.instance, stack, name) },
        (youngest.find(({ State }) => State === 'running') ?? youngest[0])?.Id,
      );
    }),
  );
}

/** Names of replicas' containers that are healthy in themselves, while the gateway of their tenant gets no answer from them. */
export async function unansweringReplicas(session: Session, proxies: readonly ProxyStatus[]): Promise<ReadonlySet<string>> {
  const ids = proxies.flatMap(({ role, id }) => (HAPROXY.includes(role) && id !== undefined ? [id] : []));
  const servers = (await Promise.all(ids.map((id) => serversOf(session.engine(), id)))).flat();
  const nameOf = (server: string): string => server.replace(/-checked$/, '');
  const answering = new Set(servers.filter(({ isUp }) => isUp).map(({ server }) => nameOf(server)));
  return new Set(servers.map(({ server }) => nameOf(server)).filter((name) => !answering.has(name)));
}

async function proxyStatus(
  client: Dockerode,
  proxy: Pick<ProxyStatus, 'name' | 'role' | 'stack'>,
  id: string | undefined,
): Promise<ProxyStatus> {
  const { stack, name } = proxy;
  const again = `npx appengine up --only ${stack}`;
  const cutOff = CUT_OFF[proxy.role];
  if (id === undefined)
    return { ...proxy, state: 'gone', restarts: 0, problems: [`the ${name} is gone, and ${cutOff}; make it again: ${again}`] };
  const inspected = await client.getContainer(id).inspect();
  const { State, RestartCount: restarts } = inspected;
  const state = State.Paused ? 'paused' : State.Running ? (State.Health?.Status ?? 'healthy') : 'stopped';
  const incidents = incidentsOf(inspected);
  const container = inspected.Name.slice(1);
  const now =
    state === 'stopped'
      ? [`the ${name} is stopped, and ${cutOff}; start it again: ${again}`]
      : state === 'paused'
        ? [`the ${name} is paused, and ${cutOff}; let it go on: docker unpause ${container}`]
        : [];
  const sick = state === 'unhealthy' ? [`the ${name} is unhealthy; its log says why: docker logs ${container}`] : [];
  return { ...proxy, id, state, restarts, problems: [...now, ...sick, ...incidents] };
}

/** Those of a stack's state, by their container names without a generation. */
function proxiesIn(states: States, stack: string): readonly { readonly stack: string; readonly role: ProxyRole; readonly name: string }[] {
  const found = states
    .of(stack)
    .resources.filter(({ type }) => type === 'docker_container')
    .flatMap(({ instances }) =>
      instances.flatMap(({ attributes: { labels = [], name = '' } }) => {
        const role = ROLES.find((candidate) => labels.some(({ label, value }) => label === 'appengine.role' && value === candidate));
        return role === undefined ? [] : [[withoutGeneration(name), role] as const];
      }),
    );
  return [...new Map(found)].map(([name, role]) => ({ stack, role, name }));
}

function withoutGeneration(container: string): string {
  return container.replace(/-[0-9a-f]{8}$/, '');
}

function shortName(instance: Instance, stack: string, container: string): string {
  const prefix = [`${instance.name}-${stack}-`, `${instance.name}-`].find((candidate) => container.startsWith(candidate)) ?? '';
  return container.slice(prefix.length);
}
