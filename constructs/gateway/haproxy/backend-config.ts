import type { IBackend } from '../backend';

/** Directory in which a proxy finds its backends. */
export const BACKENDS_DIRECTORY = '/etc/backends';

/** Configuration that every deploy of an app changes, and a proxy takes by a reload. */
export function backendConfig(
  { name, balancing, healthCheck, listener, replicas }: IBackend,
  port: number,
  directives: readonly string[] = [],
): string {
  const { path, timeout } = healthCheck;
  // Judged as the engine's own check is: by the same answers, after the same wait.
  const request =
    path === undefined
      ? []
      : ['option httpchk', `http-check send meth GET uri ${path} ver HTTP/1.1 hdr Host localhost`, 'http-check expect status 200-299'];
  const names = replicas.map(({ containerName }) => containerName);
  // Of two replicas drawn at random the one with fewer open requests: unlike with leastconn, HAProxy tries what one of them refused at once on another.
  // A request that may have reached the app is only repeated when repeating it cannot do anything twice.
  return `backend ${name} from gateway
  balance random
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
${[`timeout check ${String(timeout.seconds)}s`, ...request, ...directives, ...balancing.lines(names, port, listener.protocol)].map((line) => `  ${line}\n`).join('')}`;
}
