import { daysBetween } from './calendar';
import type { ContainerFacts } from './facts/container-facts';
import type { Facts } from './facts';
import type { HostFacts } from './facts/host-facts';
import { known, knownOf, type Known } from './facts/known';
import type { NetworkFacts } from './facts/network-facts';
import { groupBy } from './group-by';
import { neverRuns } from './never-runs';
import type { ImageReference } from './normalise/image-reference';
import { DEFAULT_REGISTRIES, type ImageSignature, type Policy } from './policy';
import { sharing, Tenancy, type Sharing } from './sharing';
import type { Surface } from './surface';
import { TrustLevels } from './trust';

type Groups = ReadonlyMap<string, Tenancy>;

/** Policy, surface and date of an evaluation. */
export interface RuleContextOptions {
  readonly policy: Policy;
  readonly surface: Surface;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** Information for rules beyond the resource itself: the other resources, the host and the policy. */
export class RuleContext {
  readonly surface: Surface;
  /** Undefined unless facts of an engine are evaluated. */
  readonly host: HostFacts | undefined;
  /** Digests whose verification counts today; undefined where the policy asks for none. */
  readonly verified: ReadonlySet<string> | undefined;
  /** Looks at the signatures of images, by their full names; undefined where the policy asks for none. */
  readonly signatures: ReadonlyMap<string, ImageSignature> | undefined;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Problems of images built here that were not looked at, by their full names. */
  readonly unscanned: ReadonlyMap<string, string>;
  private readonly policy: Policy;
  private readonly built: ReadonlySet<string>;
  private readonly byNetwork: Groups;
  private readonly byVolume: Groups;
  private readonly byUser: Groups;
  private readonly networks: ReadonlyMap<string | undefined, NetworkFacts>;
  private readonly trustByProvider: ReadonlyMap<string, TrustLevels>;

  /** @internal */
  constructor(facts: readonly Facts[], { policy, surface, today }: RuleContextOptions) {
    this.surface = surface;
    this.policy = policy;
    this.host = facts.find((fact) => fact.kind === 'host');
    const valid = policy.verified?.filter(({ until }) => (daysBetween(today, until) ?? -1) >= 0);
    this.verified = valid === undefined ? undefined : new Set(valid.map(({ digest }) => digest));
    this.signatures = policy.signatures === undefined ? undefined : new Map(policy.signatures.map((found) => [found.image, found]));
    this.today = today;
    this.unscanned = new Map(policy.unscanned?.map(({ image, problem }) => [image, problem]));
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
    const running = containers.filter((container) => !neverRuns(container));
    this.byUser = tenancies(running, ({ user }) => (user.known && user.value !== undefined ? [user.value.user] : []));
    const networks = facts.filter((fact) => fact.kind === 'network');
    this.networks = new Map(networks.flatMap((network) => (network.name.known ? [[network.name.value, network]] : [])));
    const byProvider = groupBy(containers.filter(hasTrust), ({ provider = '' }) => [provider]);
    this.trustByProvider = new Map([...byProvider].map(([provider, group]) => [provider, new TrustLevels(group)]));
  }

  /** True for an image that is built on its host and is in no registry. */
  isMadeHere({ name, repository }: ImageReference): boolean {
    return this.built.has(name) || isBuiltHere(repository);
  }

  /** True for an image that the platform builds for itself, in its own stack: the name of one of a tenant has the tenant as well. */
  isPlatforms({ name, repository }: ImageReference): boolean {
    return !this.built.has(name) && /^[^/]+\.invalid\/[^/]+\/[^/]+$/.test(repository);
  }

  /** True where its name is bound to one content, or the same apply builds it. */
  isPinned({ name, repository, tag, digest }: ImageReference): boolean {
    if (digest !== undefined || this.built.has(name)) return true;
    if (tag === undefined || tag === 'latest') return false;
    return isBuiltHere(repository) ? /^[0-9a-f]{12,64}$/.test(tag) : isIn(repository, this.policy.immutableTags ?? []);
  }

  /** True where the policy allows the source of the image. */
  isAllowed(image: ImageReference): boolean {
    const { repository, digest } = image;
    if (this.isMadeHere(image) || (repository === '' && digest !== undefined)) return true;
    return isIn(repository, [...DEFAULT_REGISTRIES, ...(this.policy.registries ?? [])]);
  }

  /** Other tenants with apps in the network. Gateways are in several by design. */
  sharesNetwork(container: ContainerFacts, network: string): Known<Sharing> {
    return isGateway(container) ? known({ what: network, tenants: [] }) : sharing(container, network, this.byNetwork.get(network));
  }

  /** Tenants with apps in the network; undefined without any. */
  appsIn(network: string): Tenancy | undefined {
    return this.byNetwork.get(network);
  }

  /** Undefined for a network that is not among the facts. */
  network(name: string): NetworkFacts | undefined {
    return this.networks.get(name);
  }

  /** Trust levels of the containers on the host of this one. */
  trust({ provider = '' }: ContainerFacts): TrustLevels {
    return this.trustByProvider.get(provider) ?? new TrustLevels([]);
  }

  /** Other tenants that mount the volume or the path. */
  sharesVolume(container: ContainerFacts, source: string): Known<Sharing> {
    return sharing(container, source, this.byVolume.get(source));
  }

  /** Other tenants that run as the user. */
  sharesUser(container: ContainerFacts, user: string): Known<Sharing> {
    return sharing(container, user, this.byUser.get(user));
  }
}

/** No registry of such a name can ever answer (RFC 2606): an image of that name was built on this host. */
function isBuiltHere(repository: string): boolean {
  return /^[^/]+\.invalid\//.test(repository);
}

function isIn(repository: string, sources: readonly string[]): boolean {
  return sources.some((source) => `${repository}/`.startsWith(`${source.replace(/\/$/, '')}/`));
}

/** Those of the platform that stand between a tenant and what tenants have in common. */
const GATEWAYS: readonly (string | undefined)[] = ['gateway', 'router', 'service-gateway'];

function isGateway({ role }: ContainerFacts): boolean {
  return role.known && GATEWAYS.includes(role.value);
}

/** Gateways and the router have the trust level of what is behind them, unless a label says otherwise. */
function hasTrust(container: ContainerFacts): boolean {
  return !isGateway(container) || !container.trust.known || container.trust.value !== undefined;
}

function tenancies(containers: readonly ContainerFacts[], keysOf: (container: ContainerFacts) => readonly string[]): Groups {
  return new Map([...groupBy(containers, keysOf)].map(([key, group]) => [key, new Tenancy(group)]));
}
