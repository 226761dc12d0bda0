import { AppEngineError } from '../errors';
import { checkedReason } from '../exemption';
import { Duration } from '../units/duration';
import { merged, word, type GatewayRules, type IRoutePolicy, type MergedRules } from './gateway-rules';
import { SecurityHeaders } from './policies/security-headers';
import { redirectRule } from './redirect';
import type { IRouteTarget } from './route-target';

/** Options of a route. */
export interface RouteProps {
  /** First part of the path that it is about, such as `/api`; the longest that fits wins. @default `/`, every path */
  readonly path?: string;
  /** Handling of the first part of the path. @default the app sees the whole path */
  readonly prefix?: PathPrefix;
  /** Longest wait for the app's answer to begin, and between its parts. @default 60 seconds */
  readonly responseTimeout?: Duration;
  /** Longest silence on a WebSocket, and of a client whose body is streamed. @default 1 hour */
  readonly idleTimeout?: Duration;
  /** Way of a request's body to the app. @default RequestBody.awaited() */
  readonly requestBody?: RequestBody;
  /** Set on every request before the app sees it. @default none */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  /** Set on every answer. @default none */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** Headers that tell browsers to be careful, where the app does not. @default all of them */
  readonly securityHeaders?: SecurityHeaders;
  /** Limits, access, pages and the like, in this order. @default none */
  readonly policies?: readonly IRoutePolicy[];
}

/** Handling of the first part of a path. */
export class PathPrefix {
  /** `/api/orders` stays `/api/orders`. */
  static kept(): PathPrefix {
    return new PathPrefix(false);
  }

  /** `/api/orders` becomes `/orders`. */
  static stripped(): PathPrefix {
    return new PathPrefix(true);
  }

  private constructor(
    /** True if the app sees the rest of the path alone. */
    readonly isStripped: boolean,
  ) {}
}

/** How the body of a request reaches the app. */
export class RequestBody {
  /** The first 16 KiB have to be there within 10 seconds: no client makes a replica wait. */
  static awaited(): RequestBody {
    return new RequestBody(false);
  }

  /**
   * As it comes, however slowly: for `git push`, lines of JSON that never end, gRPC with streams of the client.
   * @param reason why the app can bear clients that send a byte now and then
   * @throws AppEngineError ReasonTooShort
   */
  static streamed(reason: string): RequestBody {
    checkedReason(reason, 'streaming the body of a request');
    return new RequestBody(true);
  }

  private constructor(
    /** It goes on as it comes. */
    readonly isStreamed: boolean,
  ) {}
}

/** A host, or a part of its paths, that leads to an app. */
export class Route {
  /** The part of the host’s paths that it is for. */
  readonly path: string;
  /** Those that its answers have. */
  readonly securityHeaders: SecurityHeaders;

  constructor(
    /** In lower case. */
    readonly host: string,
    /** Pool, split or redirect. */
    readonly target: IRouteTarget,
    private readonly props: RouteProps = {},
  ) {
    this.path = props.path ?? '/';
    this.securityHeaders = props.securityHeaders ?? SecurityHeaders.all();
    if (
      !/^\/([A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*)?$/.test(this.path) ||
      this.path.split('/').some((part) => part === '.' || part === '..')
    ) {
      throw new AppEngineError(
        'RoutePathInvalid',
        `route path ${JSON.stringify(this.path)} must be "/" or start with "/" and end without one, of letters, digits, ".", "_", "~" and "-", without "." and ".." as parts; use one such as "/api"`,
      );
    }
    if (this.props.prefix?.isStripped === true && this.path === '/') {
      throw new AppEngineError('RoutePathInvalid', 'route path "/" has nothing to strip; drop `prefix`, or set `path`');
    }
  }

  /** Requests that its policies keep out, in their order. */
  get keepsOut(): readonly string[] {
    return (this.props.policies ?? []).flatMap((policy) => policy.keepsOut ?? []);
  }

  /**
   * @param id of the route, unique in its gateway
   * @internal
   */
  rules(id: string): MergedRules {
    return merged([...(this.props.policies ?? []).map((policy) => policy.rules(id)), this.own(id)]);
  }

  private own(id: string): GatewayRules {
    const { responseTimeout, idleTimeout, requestBody, requestHeaders = {}, responseHeaders = {} } = this.props;
    return {
      request: [
        ...(requestBody?.isStreamed === true ? streaming(idleTimeout) : []),
        ...headers('request', requestHeaders),
        ...(this.props.prefix?.isStripped === true ? this.stripping() : []),
        ...(this.target.redirect === undefined ? [] : [redirectRule(this.target.redirect)]),
      ],
      response: headers('response', responseHeaders),
      backend: [...timeout('server', responseTimeout, id), ...timeout('tunnel', idleTimeout, id)],
    };
  }

  private stripping(): NonNullable<GatewayRules['request']> {
    return [
      { action: 'set-path /', when: `{ path -m str ${this.path} }` },
      { action: `replace-path '^${this.path.replaceAll('.', '[.]')}(/.*)$' '\\1'` },
    ];
  }
}

/** The client of a stream may be as silent as that of a WebSocket. */
function streaming(idleTimeout = Duration.minutes(60)): NonNullable<GatewayRules['request']> {
  return [{ action: 'set-var(txn.streams) bool(true)' }, { action: `set-timeout client ${String(idleTimeout.seconds)}s` }];
}

/** Only a backend can change its timeouts. */
function timeout(name: 'server' | 'tunnel', duration: Duration | undefined, id: string): readonly string[] {
  return duration === undefined ? [] : [`http-request set-timeout ${name} ${String(duration.seconds)}s if { var(txn.route) -m str ${id} }`];
}

function headers(kind: string, values: Readonly<Record<string, string>>): NonNullable<GatewayRules['request']> {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name)) {
        throw new AppEngineError(
          'HeaderNameInvalid',
          `${kind} header ${JSON.stringify(name)} must be 1 to 64 of letters, digits and "-", a letter first; use one such as "X-Tenant"`,
        );
      }
      return { action: `set-header ${name} ${word(`${kind} header ${name}`, value)}` };
    });
}
