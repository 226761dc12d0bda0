import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { Instance } from '../host/instance';
import { reserveName } from '../owner/reservations';
import { nearest } from '../owner/nearest';
import { Owner } from '../owner/owner';
import { Tenant } from '../tenancy/tenant';
import { checkedHost } from './host-name';
import { Route, type RouteProps } from './route';
import type { IRouteTarget } from './route-target';

const attached = new WeakMap<IConstruct, Route[]>();

/** Which hosts and paths of a tenant lead where. Any construct in the tenant's stack may add to them. */
export class Routes {
  /** Routes of everything at and below `scope`. */
  static attach(scope: IConstruct): Routes {
    const list: Route[] = [];
    attached.set(scope, list);
    return new Routes(scope, list);
  }

  /** Those of the tenant. @param scope who adds to them. @throws AppEngineError TenantMissing */
  static of(scope: IConstruct): Routes {
    const list = nearest(scope, attached);
    if (list !== undefined) return new Routes(scope, list);
    throw new AppEngineError('TenantMissing', 'the construct is in no TenantStack, and only a tenant has routes; move it into one', scope);
  }

  private constructor(
    private readonly scope: IConstruct,
    private readonly list: Route[],
  ) {}

  /** In the order in which they were added. */
  get all(): readonly Route[] {
    return this.list;
  }

  /**
   * Lets the tenant's gateway serve a host, or a part of its paths.
   * @param of host such as `shop.acme.localhost`; no other tenant may serve it. Of a preview it is `pr-12.shop.acme.localhost`
   * @param target a pool, a {@link TrafficSplit} between several, or a {@link Redirect}
   * @throws AppEngineError HostInvalid, HostTaken, RouteTaken, RoutePathInvalid
   */
  add(of: string, target: IRouteTarget, props: RouteProps = {}): void {
    const host = Tenant.find(this.scope)?.preview?.names.hostOf(of) ?? of;
    if (!this.list.some((route) => route.host === host)) {
      reserveName(this.scope, {
        code: 'HostTaken',
        kind: 'host',
        value: checkedHost(host),
        fix: 'a host leads to one tenant; choose another',
      });
    }
    const route = new Route(host, target, props);
    if (this.list.some((other) => other.host === host && other.path === route.path)) {
      throw new AppEngineError(
        'RouteTaken',
        `${host}${route.path} already leads somewhere; choose another path, or use TrafficSplit.of(…)`,
        this.scope,
      );
    }
    this.list.push(route);
  }

  /** URLs that lead to a construct, in the order of its routes. */
  urlsOf(backend: IConstruct): readonly string[] {
    const { instance } = Owner.of(backend);
    return this.list
      .filter(({ target }) => target.shares.some(({ pool }) => pool === backend))
      .map(({ host, path }) => `${urlOf(host, instance)}${path === '/' ? '' : path}`);
  }
}

/** Below localhost without TLS as well, which needs no trust in the authority; everywhere else with TLS alone. */
function urlOf(host: string, { httpPort, httpsPort }: Instance): string {
  const [scheme, port, standard] = host.endsWith('.localhost') ? ['http', httpPort, 80] : ['https', httpsPort, 443];
  return `${scheme}://${host}${port === standard ? '' : `:${String(port)}`}`;
}
