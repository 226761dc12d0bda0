import type { Construct } from 'constructs';
import { Certificates } from '../constructs/certificates/certificates';
import { Cpu, Memory } from '../constructs/container/limits';
import type { User } from '../constructs/container/user';
import { AppEngineError } from '../constructs/errors';
import type { Instance } from '../constructs/host/instance';
import type { IContainerImage } from '../constructs/image/container-image';
import { TenantNetwork } from '../constructs/network/tenant-network';
import type { AccessLog } from '../constructs/router/access-log';
import { DEFAULT_DRAIN, checkedDrain } from '../constructs/router/drain';
import { Gateway } from '../constructs/router/gateway';
import { checkedHost } from '../constructs/router/host-name';
import { Route, type RouteProps } from '../constructs/router/route';
import { RouteTable } from '../constructs/router/route-table';
import { TrustedProxies } from '../constructs/router/trusted-proxies';
import type { IRouteTarget } from '../constructs/router/route-target';
import { Job } from '../constructs/runtime/job';
import type { RuntimePool } from '../constructs/runtime/runtime-pool';
import { takeClaim } from '../constructs/tenancy/claims';
import { Quota, type QuotaProps } from '../constructs/tenancy/quota';
import type { TenantScope } from '../constructs/tenancy/tenant-scope';
import { Aspects, TerraformStack } from '../constructs/terraform/framework';
import { addStackOutput } from '../constructs/terraform/stack-output';
import type { Duration } from '../constructs/units/duration';
import { AppEngineStack } from './app-engine-stack';
import type { Platform } from './platform';

/** What a tenant gets. */
export interface TenantStackProps {
  readonly platform: Platform;
  /** @default 2 GiB of memory and 2 cores for all apps together */
  readonly quota?: QuotaProps;
  /** Block in the address plan, 0 to 8191: only needed when two tenants' computed blocks clash. @default computed from the name */
  readonly block?: number;
  /** Where the certificate of the tenant's hosts comes from. @default Certificates.internal() */
  readonly certificates?: Certificates;
  /** User of the tenant's gateway: only needed when the computed uid clashes. @default computed from the name */
  readonly gatewayUser?: User;
  /**
   * How long answers, streams and WebSockets that have begun may go on when a deploy replaces what serves them, 1 second to 4 minutes; then they are closed.
   * A deploy waits for the last of them. @default 30 seconds
   */
  readonly drain?: Duration;
  /** What the tenant's gateway writes of every request. @default JSON without query strings */
  readonly accessLog?: AccessLog;
  /** Proxies in front of the platform, such as a content network, that say who their client is. @default TrustedProxies.none(): clients connect themselves */
  readonly trustedProxies?: TrustedProxies;
}

/** Names that would read like the platform's own. */
const RESERVED = new Set(['ingress', 'operations', 'platform', 'public', 'router']);
const DEFAULT_QUOTA: QuotaProps = { memory: Memory.gibibytes(2), cpu: Cpu.cores(2) };

/** One tenant: its own state, network, volumes, uids and quota. Adding, breaking or removing it changes no other stack. */
export class TenantStack extends AppEngineStack implements TenantScope {
  readonly tenant: string;
  readonly platform: Platform;
  readonly network: TenantNetwork;
  readonly egressImage: IContainerImage;
  private readonly certificates: Certificates;
  private readonly gatewayUser: User | undefined;
  private readonly drain: Duration;
  private readonly accessLog: AccessLog | undefined;
  private readonly trustedProxies: TrustedProxies;
  private readonly quota: Quota;
  private readonly routes: Route[] = [];
  private readonly apps: (RuntimePool | Job)[] = [];

  /** @param tenant name of the tenant and of its stack: 1 to 20 of a-z, 0-9 and single "-", a letter first */
  constructor(scope: Construct, tenant: string, props: TenantStackProps) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(tenant) || tenant.length > 20 || RESERVED.has(tenant)) {
      throw new AppEngineError(
        'TenantNameInvalid',
        `tenant name ${JSON.stringify(tenant)} must be 1 to 20 of a-z, 0-9 and single "-", a letter first, and none of ${[...RESERVED].join(', ')}; rename the tenant`,
      );
    }
    const { instance, host, registries = [] } = props.platform;
    super(scope, tenant, { instance, host, registries, tenant });
    this.tenant = tenant;
    this.platform = props.platform;
    this.certificates = props.certificates ?? Certificates.internal();
    this.egressImage = props.platform.images.egress;
    this.gatewayUser = props.gatewayUser;
    this.drain = checkedDrain(props.drain ?? DEFAULT_DRAIN);
    this.accessLog = props.accessLog;
    this.trustedProxies = props.trustedProxies ?? TrustedProxies.none();
    this.quota = new Quota(props.quota ?? DEFAULT_QUOTA);
    this.network = new TenantNetwork(this, 'Network', props.block === undefined ? {} : { block: props.block });
    if (TerraformStack.isStack(props.platform)) this.addDependency(props.platform);
    // Only at synth are all routes known.
    Aspects.of(this).add({
      visit: (node) => {
        if (node === this) this.complete();
      },
    });
  }

  /**
   * Lets the tenant's gateway serve a host, or a part of its paths.
   * @param host such as `shop.acme.localhost`; no other tenant may serve it
   * @param target a pool, a {@link TrafficSplit} between several, or a {@link Redirect}
   * @throws AppEngineError HostInvalid, HostTaken, RouteTaken, RoutePathInvalid
   */
  route(host: string, target: IRouteTarget, props: RouteProps = {}): void {
    if (!this.routes.some((route) => route.host === host)) this.claimHost(host);
    const route = new Route(host, target, props);
    if (this.routes.some((other) => other.host === host && other.path === route.path)) {
      throw new AppEngineError(
        'RouteTaken',
        `${host}${route.path} already leads somewhere; choose another path, or use TrafficSplit.of(…)`,
        this,
      );
    }
    this.routes.push(route);
  }

  admit(app: RuntimePool | Job): void {
    this.quota.admit(app, containersOf(app));
    this.apps.push(app);
  }

  /** URLs of a pool, in the order of its routes. */
  urlsOf(pool: RuntimePool): readonly string[] {
    return this.routes
      .filter(({ target }) => target.shares.some((share) => share.pool === pool))
      .map(({ host, path }) => `${urlOf(host, this.instance)}${path === '/' ? '' : path}`);
  }

  private claimHost(host: string): void {
    takeClaim(this, { code: 'HostTaken', kind: 'host', value: checkedHost(host), fix: 'a host leads to one tenant; choose another' });
  }

  private complete(): void {
    if (this.node.tryFindChild('apps') !== undefined) return;
    if (this.routes.length > 0) {
      const table = new RouteTable(this.routes);
      const certificate = this.certificates.provide(this, 'Certificate', { images: this.platform.images, hosts: table.hosts });
      const { container } = new Gateway(this, 'Gateway', {
        certificate,
        image: this.platform.images.gateway,
        network: this.network,
        routes: table,
        drain: this.drain,
        trustedProxies: this.trustedProxies,
        ...(this.gatewayUser === undefined ? {} : { user: this.gatewayUser }),
        ...(this.accessLog === undefined ? {} : { accessLog: this.accessLog }),
      });
      addStackOutput(this, 'routes', table.describe(), [container.dependable]);
    }
    const apps = Object.fromEntries(this.apps.map((app) => [app.name, this.describe(app)]));
    const containers = this.apps.flatMap((app) => containersOf(app));
    addStackOutput(
      this,
      'apps',
      apps,
      containers.map((container) => container.dependable),
    );
  }

  private describe(app: RuntimePool | Job): Record<string, unknown> {
    if (app instanceof Job) return { kind: 'job', urls: [], replicas: 1, generation: app.container.generation, image: app.imageName };
    const kind = app.listener.port === undefined ? 'worker' : 'service';
    return { kind, urls: this.urlsOf(app), replicas: app.replicas.length, generation: app.generation, image: app.imageName };
  }
}

/** Below localhost without TLS as well, which needs no trust in the authority; everywhere else with TLS alone. */
function urlOf(host: string, { httpPort, httpsPort }: Instance): string {
  const [scheme, port, standard] = host.endsWith('.localhost') ? ['http', httpPort, 80] : ['https', httpsPort, 443];
  return `${scheme}://${host}${port === standard ? '' : `:${String(port)}`}`;
}

function containersOf(app: RuntimePool | Job): RuntimePool['replicas'] {
  return app instanceof Job ? [app.container] : app.replicas;
}
