import { AppEngineError } from '../errors';

/** A rule of HAProxy for the requests or the answers of one route. */
export interface Rule {
  /** Such as `deny deny_status 403`. */
  readonly action: string;
  /** A further condition, such as `{ method POST }`. @default the route alone */
  readonly when?: string;
  /** Status of the action's own answer, so that a page of the route can replace its text. @default none */
  readonly answer?: Answer;
}

/** An answer of the gateway's own, without its words. */
export interface Answer {
  /** Such as 403. */
  readonly status: number;
  /** Values as words of HAProxy's configuration. @default none but its type */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Directives that a policy of a route adds to its gateway's configuration. */
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
  /** Files of the gateway with what is said instead of its own words, by status. @default none */
  readonly pages?: Readonly<Record<number, string>>;
  /** Options of the route's host in the handshake, such as who may connect. @default none */
  readonly handshake?: string;
}

/** Something that a route does to requests beside leading them to an app. */
export interface IRoutePolicy {
  /** Requests that it keeps out, such as `clients only from 10.0.0.0/8`: a plan tells of it. @default it keeps out none */
  readonly keepsOut?: string;
  /** Its part of the gateway’s configuration. @param route id of the route, unique in the gateway: part of names of sections and files */
  rules(route: string): GatewayRules;
}

/** Directory of the gateway's own files. */
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

/** Refuses with a line of text, unless the route has a page for it. */
export function refuse(answer: Answer, text: string, when: string): Rule {
  return { action: answering(answer, `text/plain string "${text}\\n"`), when, answer };
}

/** Answers with an HTML page. @param file path in the gateway */
export function page(answer: Answer, file: string): string {
  return answering(answer, htmlOf(file));
}

/** A file as the content of an answer. */
export function htmlOf(file: string): string {
  return `"text/html; charset=utf-8" file ${file}`;
}

function answering({ status, headers = {} }: Answer, content: string): string {
  const set = Object.entries(headers).map(([name, value]) => ` hdr ${name} ${value}`);
  return `return status ${String(status)} content-type ${content}${set.join('')}`;
}

/** Merges the directives of all parts of a route. */
export interface MergedRules extends Required<Omit<GatewayRules, 'handshake'>> {
  readonly handshake: readonly string[];
}

/** Everything that several policies add, in their order. */
export function merged(parts: readonly GatewayRules[]): MergedRules {
  const pages: Readonly<Record<number, string>> = Object.fromEntries(parts.flatMap((part) => Object.entries(part.pages ?? {})));
  return {
    request: parts.flatMap(({ request = [] }) => request).map((rule) => paged(rule, pages)),
    response: parts.flatMap(({ response = [] }) => response),
    sections: parts.flatMap(({ sections = [] }) => sections),
    files: Object.fromEntries(parts.flatMap(({ files = {} }) => Object.entries(files))),
    pages,
    backend: parts.flatMap(({ backend = [] }) => backend),
    handshake: parts.flatMap(({ handshake }) => (handshake === undefined ? [] : [handshake])),
  };
}

function paged(rule: Rule, pages: Readonly<Record<number, string>>): Rule {
  const file = rule.answer === undefined ? undefined : pages[rule.answer.status];
  return rule.answer === undefined || file === undefined ? rule : { ...rule, action: page(rule.answer, file) };
}
