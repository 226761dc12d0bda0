import { AppEngineError } from '../errors';
import type { IBackend } from './backend';
import { contentHash } from '../cdktf/generation';
import { htmlOf, type Rule } from './gateway-rules';
import { SecurityHeaders } from './policies/security-headers';
import type { Route } from './route';
import { sumOf, type Redirection } from './route-target';

/** Statuses that the backend of a pool answers itself, when no replica does. */
const UNANSWERED: readonly number[] = [502, 503, 504];

/** A route with the name that the gateway knows it by. */
interface NamedRoute {
  readonly id: string;
  readonly route: Route;
  readonly rules: ReturnType<Route['rules']>;
}

/** A route, as the stack's output tells it. */
export interface RouteDescription {
  readonly host: string;
  readonly path: string;
  /** Pools with their weights; empty for a redirect. */
  readonly pools: readonly { readonly name: string; readonly weight: number }[];
  /** Target of a redirect. */
  readonly redirect?: Redirection;
  /** Requests that its policies keep out. @default none */
  readonly policies?: readonly string[];
  /** Headers that tell browsers to be careful and that it leaves out. @default none */
  readonly withoutHeaders?: readonly string[];
}

/** All routes of a tenant, as its gateway is configured with them. */
export class RouteTable {
  private readonly named: readonly NamedRoute[];

  constructor(routes: readonly Route[]) {
    const sorted = [...routes].sort((a, b) => compare(a.host, b.host) || compare(a.path, b.path));
    this.named = sorted.map((route) => {
      // By what it is, so that another route does not rename it.
      const id = `r${contentHash([route.host, route.path])}`;
      return { id, route, rules: route.rules(id) };
    });
    for (const host of this.hosts) {
      if (this.handshakesOf(host).length > 1) {
        throw new AppEngineError(
          'ClientAuthoritiesDiffer',
          `routes of ${host} ask for client certificates of different authorities, and the handshake knows no path; use one authority, or a host for each`,
        );
      }
    }
  }

  /** Sorted, each once. */
  get hosts(): readonly string[] {
    return [...new Set(this.named.map(({ route }) => route.host))].sort();
  }

  /** Sorted by name, each once. */
  get backends(): readonly IBackend[] {
    const pools = new Set(this.named.flatMap(({ route }) => route.target.shares.map(({ pool }) => pool)));
    return [...pools].sort((a, b) => compare(a.name, b.name));
  }

  /** Sorted by host, then by path. */
  describe(): readonly RouteDescription[] {
    return this.named.map(({ route: { host, path, target, keepsOut, securityHeaders } }) => {
      const left = SecurityHeaders.all().headers.filter((header) => !securityHeaders.headers.includes(header));
      return {
        host,
        path,
        pools: target.shares.map(({ pool, weight }) => ({ name: pool.name, weight })),
        ...(target.redirect === undefined ? {} : { redirect: target.redirect }),
        ...(keepsOut.length === 0 ? {} : { policies: keepsOut }),
        ...(left.length === 0 ? {} : { withoutHeaders: left.map(({ name }) => name) }),
      };
    });
  }

  /** One line a host: its name and the route of its other paths. */
  get hostsMap(): string {
    return this.hosts
      .map((host) => `${host} ${this.named.find(({ route }) => route.host === host && route.path === '/')?.id ?? 'none'}\n`)
      .join('');
  }

  /** Lines of a frontend that choose a route, and say what it does. */
  get requestLines(): readonly string[] {
    const parts = this.named.filter(({ route }) => route.path !== '/');
    const hosts = [...new Set(parts.map(({ route }) => route.host))];
    return [
      // Another spelling of a path would be another route here, and the same page for the app.
      ...hosts.map(
        (host) =>
          `http-request return status 400 content-type text/plain string "Write the path without dots and double slashes.\\n" if { var(txn.host) -m str ${host} } { path,url_dec -m reg '//|/[.]{1,2}(/|$)' }`,
      ),
      // Sorted by path: the longest one is the last, and wins.
      ...parts.map(
        ({ id, route: { host, path } }) =>
          `http-request set-var(txn.route) str(${id}) if { var(txn.host) -m str ${host} } { path,url_dec -m reg '^${path.replaceAll('.', '[.]')}(/|$)' }`,
      ),
      'http-request return status 404 content-type text/plain string "Nothing is served under this path.\\n" if { var(txn.route) -m str none }',
      ...this.named.flatMap(({ id, route, rules }) => [
        ...rules.request.map((rule) => line('http-request', rule, id)),
        ...poolLines(id, route),
      ]),
    ];
  }

  get responseLines(): readonly string[] {
    return this.named.flatMap(({ id, rules }) => rules.response.map((rule) => line('http-response', rule, id)));
  }

  /** Lines for every answer, also for those that the gateway gives itself. */
  get securityLines(): readonly string[] {
    return SecurityHeaders.all().headers.map((header) => {
      const except = this.named.filter(({ route }) => !route.securityHeaders.headers.includes(header)).map(({ id }) => id);
      return `http-after-response ${header.rule(except)}`;
    });
  }

  get sections(): readonly string[] {
    return this.named.flatMap(({ rules }) => rules.sections);
  }

  get files(): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.named.map(({ rules }) => rules.files)) as Record<string, string>;
  }

  /** One line a host: its certificate, and what else the handshake asks for. @param certificate path */
  certificateList(certificate: string): string {
    return this.hosts
      .map((host) => {
        const [options] = this.handshakesOf(host);
        return `${certificate}${options === undefined ? '' : ` [${options}]`} ${host}\n`;
      })
      .join('');
  }

  /** Directives of a pool's backend, from all routes that lead to it. */
  backendDirectives(pool: IBackend): readonly string[] {
    const leading = this.named.filter(({ route }) => route.target.shares.some((share) => share.pool === pool));
    const pages = leading.flatMap(({ rules }) => Object.entries(rules.pages)).filter(([status]) => UNANSWERED.includes(Number(status)));
    const taken = pages.find(([status, file]) => pages.some((other) => other[0] === status && other[1] !== file));
    if (taken !== undefined) {
      throw new AppEngineError(
        'ErrorPageTaken',
        `pool ${JSON.stringify(pool.name)} has several error pages for status ${taken[0]} from its routes, and HAProxy would take one for all; use one, or another pool`,
        pool,
      );
    }
    const answers = pages.map(([status, file]) => `http-error status ${status} content-type ${htmlOf(file)}`);
    return [...new Set([...leading.flatMap(({ rules }) => rules.backend), ...answers])];
  }

  /** Demands of a host's routes on the handshake, each once. */
  private handshakesOf(host: string): readonly string[] {
    return [...new Set(this.named.filter(({ route }) => route.host === host).flatMap(({ rules }) => rules.handshake))];
  }
}

function line(kind: string, { action, when }: Rule, id: string): string {
  return `${kind} ${action} if { var(txn.route) -m str ${id} }${when === undefined ? '' : ` ${when}`}`;
}

/** A number below the sum of the weights decides which pool gets the request. */
function poolLines(id: string, { target: { shares } }: Route): readonly string[] {
  const condition = `if { var(txn.route) -m str ${id} }`;
  const [first] = shares;
  if (first === undefined) return [];
  if (shares.length === 1) return [`http-request set-var(txn.pool) str(${first.pool.name}) ${condition}`];
  const lines = [`http-request set-var(txn.share) rand(${String(sumOf(shares))}) ${condition}`];
  let below = sumOf(shares);
  for (const { pool, weight } of [...shares].reverse()) {
    lines.push(`http-request set-var(txn.pool) str(${pool.name}) ${condition} { var(txn.share) -m int lt ${String(below)} }`);
    below -= weight;
  }
  return lines;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
