import { AppEngineError } from '../errors';

/** A rule of HAProxy for the requests or the answers of one route. */
export interface Rule {
  /** Such as `deny deny_status 403`. */
  readonly action: string;
  /** A further condition, such as `{ method POST }`. @default the route alone */
  readonly when?: string;
}

/** What a policy of a route adds to its gateway's configuration. */
export interface GatewayRules {
  /** In order. @default none */
  readonly request?: readonly Rule[];
  /** @default none */
  readonly response?: readonly Rule[];
  /** Sections of their own, such as a table of clients. @default none */
  readonly sections?: readonly string[];
  /** Files beside the configuration, by name. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Directives of the backends that serve the route. @default none */
  readonly backend?: readonly string[];
  /** Options of the route's host in the handshake, such as who may connect. @default none */
  readonly handshake?: string;
}

/** What a route does beside leading to an app. */
export interface IRoutePolicy {
  /** @param route id of the route, unique in its gateway: part of names of sections and files */
  rules(route: string): GatewayRules;
}

/** Where the gateway finds its own files. */
export const GATEWAY_DIRECTORY = '/etc/gateway';

/**
 * A value as one quoted word of HAProxy's configuration.
 * @param what for the message, such as `header value`
 * @throws AppEngineError RouteValueRefused for what could end the word or mean something else than itself
 */
export function word(what: string, text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text) || /["'\\`$]|%\{/.test(text)) {
    throw new AppEngineError(
      'RouteValueRefused',
      `${what} ${JSON.stringify(text)} must be printable ASCII without quotes, "\\", "\`", "$" and "%{"; they would mean something else in the gateway's configuration`,
    );
  }
  return `"${text.replaceAll('%', '%%')}"`;
}

/** Everything that several policies add, in their order. */
export function merged(
  parts: readonly GatewayRules[],
): Required<Omit<GatewayRules, 'handshake'>> & { readonly handshake: readonly string[] } {
  return {
    request: parts.flatMap(({ request = [] }) => request),
    response: parts.flatMap(({ response = [] }) => response),
    sections: parts.flatMap(({ sections = [] }) => sections),
    files: Object.fromEntries(parts.flatMap(({ files = {} }) => Object.entries(files))),
    backend: parts.flatMap(({ backend = [] }) => backend),
    handshake: parts.flatMap(({ handshake }) => (handshake === undefined ? [] : [handshake])),
  };
}
