import type { ContainerFacts } from './facts/container-facts';
import type { Facts } from './facts';
import { known, knownOf, type Known } from './facts/known';
import { groupBy } from './group-by';
import type { ImageReference } from './normalise/image-reference';
import { DEFAULT_REGISTRIES, type Policy } from './policy';
import { sharing, Tenancy, type Sharing } from './sharing';

type Groups = ReadonlyMap<string, Tenancy>;

/** What a rule may ask beyond the resource itself: its neighbours, and the policy. */
export class Surroundings {
  private readonly built: ReadonlySet<string>;
  private readonly byNetwork: Groups;
  private readonly byVolume: Groups;
  private readonly byUser: Groups;

  constructor(
    facts: readonly Facts[],
    private readonly policy: Policy,
  ) {
    const containers = facts.filter((fact) => fact.kind === 'container');
    const apps = containers.filter((container) => !isGateway(container));
    this.built = new Set(
      facts.flatMap((fact) =>
        fact.kind === 'image' && fact.build !== undefined && fact.reference.known ? [fact.reference.value.name] : [],
      ),
    );
    this.byNetwork = tenancies(apps, ({ networks }) => knownOf(networks));
    this.byVolume = tenancies(containers, ({ mounts }) =>
      knownOf(mounts).flatMap(({ source }) => (source.known ? [source.value ?? ''] : [])),
    );
    this.byUser = tenancies(containers, ({ user }) => (user.known && user.value !== undefined ? [user.value.user] : []));
  }

  /** Whether its name means the same content for ever, or its content is made by the same apply. */
  isPinned({ name, repository, tag, digest }: ImageReference): boolean {
    if (digest !== undefined || this.built.has(name)) return true;
    if (tag === undefined || tag === 'latest') return false;
    return isBuiltHere(repository) ? /^[0-9a-f]{12,64}$/.test(tag) : isIn(repository, this.policy.immutableTags ?? []);
  }

  /** Whether the policy lets images come from there. */
  isAllowed({ name, repository, digest }: ImageReference): boolean {
    if (this.built.has(name) || isBuiltHere(repository) || (repository === '' && digest !== undefined)) return true;
    return isIn(repository, [...DEFAULT_REGISTRIES, ...(this.policy.registries ?? [])]);
  }

  /** Who else has apps in the network. Gateways are in several by design. */
  sharesNetwork(container: ContainerFacts, network: string): Known<Sharing> {
    return isGateway(container) ? known({ what: network, tenants: [] }) : sharing(container, network, this.byNetwork.get(network));
  }

  /** Who else mounts the volume or the path. */
  sharesVolume(container: ContainerFacts, source: string): Known<Sharing> {
    return sharing(container, source, this.byVolume.get(source));
  }

  /** Who else runs as the user. */
  sharesUser(container: ContainerFacts, user: string): Known<Sharing> {
    return sharing(container, user, this.byUser.get(user));
  }
}

/** No registry of such a name can ever answer (RFC 2606): whatever bears it was made on this host. */
function isBuiltHere(repository: string): boolean {
  return /^[^/]+\.invalid\//.test(repository);
}

function isIn(repository: string, sources: readonly string[]): boolean {
  return sources.some((source) => `${repository}/`.startsWith(`${source.replace(/\/$/, '')}/`));
}

function isGateway({ role }: ContainerFacts): boolean {
  return role.known && (role.value === 'gateway' || role.value === 'router');
}

function tenancies(containers: readonly ContainerFacts[], keysOf: (container: ContainerFacts) => readonly string[]): Groups {
  return new Map([...groupBy(containers, keysOf)].map(([key, group]) => [key, new Tenancy(group)]));
}
