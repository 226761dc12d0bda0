import type { HealthRequest } from '../../container/health-check';
import type { IBackend, IBackendReplica } from '../backend';
import { canaryLines } from './canary-config';

/** Directory in which a proxy finds its backends. */
export const BACKENDS_DIRECTORY = '/etc/backends';

/** Configuration that every deploy of an app changes, and a proxy takes by a reload. */
export function backendConfig(
  { name, balancing, canary, healthCheck, listener, replicas }: IBackend,
  port: number,
  directives: readonly string[] = [],
): string {
  const { request, timeout } = healthCheck;
  // Judged as the engine's own check is: by the same answers, after the same wait.
  const check = request === undefined ? [] : ['option httpchk', `http-check send ${send(request)}`, 'http-check expect status 200-299'];
  const [names, tried] = [namesOf(replicas), namesOf(canary?.replicas ?? [])];
  const lines = [
    `timeout check ${String(timeout.seconds)}s`,
    ...check,
    ...directives,
    ...canaryLines(canary),
    ...balancing.lines(names, port, listener.protocol, tried),
  ];
  // Of two replicas drawn at random the one with fewer open requests: unlike with leastconn, HAProxy tries what one of them refused at once on another.
  // A request that may have reached the app is only repeated when repeating it cannot do anything twice.
  return `backend ${name} from gateway
  balance random
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
${lines.map((line) => `  ${line}\n`).join('')}`;
}

function namesOf(replicas: readonly IBackendReplica[]): readonly string[] {
  return replicas.map(({ containerName }) => containerName);
}

function send({ path, host, headers }: HealthRequest): string {
  const all = [['Host', host], ...Object.entries(headers)] as const;
  return `meth GET uri ${path} ver HTTP/1.1 ${all.map(([name, value]) => `hdr ${name} ${quote(value)}`).join(' ')}`;
}

/** One word of the configuration; a health check has no quotes in its headers. */
function quote(value: string): string {
  return /^[A-Za-z0-9._:/;=,*+-]+$/.test(value) ? value : `'${value}'`;
}
