import type { SourcePort, SourceRoute } from '../description';
import { dropped, todo, type Position, type Remark } from '../remark';
import type { Located } from '../yaml/located';

/** Hosts and port of a service, as labels of reverse proxies have them. */
export interface LabelFacts {
  readonly routes: readonly SourceRoute[];
  readonly port?: SourcePort;
  readonly remarks: readonly Remark[];
}

interface Label {
  readonly name: string;
  readonly value: string;
  readonly position: Position;
}

const HOSTS = /\bHost\(([^)]*)\)/g;
const PATH = /\bPath(?:Prefix)?\(\s*[`"']([^`"']+)[`"']/;
const OTHER_MATCHERS = /\b(HostRegexp|HostSNI|Headers?|HeaderRegexp|Method|Query|ClientIP|PathRegexp)\(/;

/** Hosts and the port of labels for Traefik and for caddy-docker-proxy; all other labels are named. */
export function labelFacts(labels: Located | undefined): LabelFacts {
  const all = labelsOf(labels);
  const traefik = all.filter(({ name }) => name.startsWith('traefik.'));
  const isOff = traefik.some(({ name, value }) => name === 'traefik.enable' && value === 'false');
  const rules = isOff ? [] : traefik.filter(({ name }) => /^traefik\.http\.routers\..+\.rule$/.test(name));
  const caddy = all.filter(({ name, value }) => /^caddy(_\d+)?$/.test(name) && !value.startsWith('('));
  const port = [
    ...traefik.filter(({ name }) => /\.loadbalancer\.server\.port$/i.test(name)),
    ...all.filter(({ name }) => /^caddy(_\d+)?\.reverse_proxy$/.test(name)),
  ].flatMap(({ value, position }) => {
    const [, number] = /(\d+)\}*\s*$/.exec(value) ?? [];
    return number === undefined ? [] : [{ port: Number(number), isPublished: true, isTcp: true, position }];
  })[0];
  return {
    routes: [
      ...rules.flatMap(({ value, position }) => routesOfRule(value, position)),
      ...caddy.flatMap(({ value, position }) =>
        value.split(/[\s,]+/).map((host) => ({ host: host.replace(/^https?:\/\//, ''), position })),
      ),
    ].filter(({ host }, index, routes) => host !== '' && routes.findIndex((other) => other.host === host) === index),
    ...(port === undefined ? {} : { port }),
    remarks: remarksOf(all),
  };
}

function labelsOf(labels: Located | undefined): readonly Label[] {
  if (labels === undefined) return [];
  if (labels.isMap) return labels.entries.map(({ key, value, position }) => ({ name: key, value: value.text ?? '', position }));
  return labels.items.map((item) => {
    const [name = '', ...value] = (item.text ?? '').split('=');
    return { name: name.trim(), value: value.join('=').trim(), position: item.position };
  });
}

function routesOfRule(rule: string, position: Position): readonly SourceRoute[] {
  const [, path] = PATH.exec(rule) ?? [];
  const hosts = [...rule.matchAll(HOSTS)].flatMap(([, list = '']) =>
    [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, host = '']) => host),
  );
  return hosts.map((host) => ({
    host: host.toLowerCase(),
    position,
    ...(path === undefined || path === '/' ? {} : { path: path.replace(/\/$/, '') }),
  }));
}

function remarksOf(labels: readonly Label[]): readonly Remark[] {
  const first = (matches: (label: Label) => boolean): Label | undefined => labels.find(matches);
  const matcher = first(({ name, value }) => name.endsWith('.rule') && OTHER_MATCHERS.test(value));
  const middleware = first(({ name }) => /^traefik\.http\.(middlewares\.|routers\..+\.middlewares$)/.test(name));
  const stream = first(({ name }) => /^traefik\.(tcp|udp)\./.test(name));
  const proxy = first(({ name }) =>
    /^traefik\.(enable|docker|http\.(routers\..+\.(entrypoints|tls|service|priority)|services))/i.test(name),
  );
  const others = labels.filter(({ name }) => !/^(traefik\.|caddy(_\d+)?($|\.))/.test(name));
  return [
    ...(matcher === undefined
      ? []
      : [todo(matcher.position, 'labels', 'a route has a host and a path; the rule has more: see docs/routes.md')]),
    ...(middleware === undefined
      ? []
      : [todo(middleware.position, 'labels', 'middlewares of Traefik are `policies` of the route, such as BasicAuth and RateLimit')]),
    ...(stream === undefined
      ? []
      : [todo(stream.position, 'labels', 'the router passes on HTTP and TLS alone, so this port has no route')]),
    ...(proxy === undefined
      ? []
      : [dropped(proxy.position, 'labels', "entry points, TLS and networks are the router's and the gateway's")]),
    ...(others[0] === undefined
      ? []
      : [dropped(others[0].position, 'labels', `no program reads them here: ${others.map(({ name }) => name).join(', ')}`)]),
  ];
}
