import type { RuntimePool } from '../runtime/runtime-pool';
import { HEALTH_PORT, HTTP_PORT } from './ports';

/** Where the gateway finds its own files and those of the backends. */
export const GATEWAY_DIRECTORY = '/etc/gateway';
export const BACKENDS_DIRECTORY = '/etc/backends';

const HOSTS_MAP = `${GATEWAY_DIRECTORY}/hosts.map`;

/** The time that HAProxy gives open connections after its end was asked for. */
export const HARD_STOP_SECONDS = 30;

/** haproxy.cfg of a gateway but for its backends: what only a change of the image or the routes replaces. */
export function gatewayConfig(): string {
  return `global
  maxconn 1000
  hard-stop-after ${String(HARD_STOP_SECONDS)}s
  log stdout format raw local0 warning

defaults gateway
  mode http
  log global
  option dontlognull
  # After a reload the old worker answers the next request on an idle connection before it closes it.
  option idle-close-on-response
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
  timeout http-request 10s
  timeout http-keep-alive 15s
  timeout queue 5s
  retries 3
  option redispatch 1
  http-error status 503 content-type text/plain string "No replica of this application is ready.\\n" hdr Retry-After 5

# Docker's DNS: an address that vanishes takes its server out, DNS that is away for a moment changes nothing.
resolvers docker
  nameserver dns 127.0.0.11:53
  accepted_payload_size 8192
  resolve_retries 3
  timeout resolve 1s
  timeout retry 1s
  hold valid 1s
  hold timeout 1h
  hold refused 1h
  hold other 1h

frontend http from gateway
  bind :${String(HTTP_PORT)}
  # An address can be another tenant's a moment later: whoever is not asked for by one of its own names refuses.
  http-request set-var(txn.app) req.hdr(host),host_only,lower,map_str(${HOSTS_MAP})
  http-request return status 421 content-type text/plain string "This host is not served here.\\n" unless { var(txn.app) -m found }
  use_backend %[var(txn.app)]

frontend health from gateway
  bind 127.0.0.1:${String(HEALTH_PORT)}
  http-request return status 200 content-type text/plain string "ok\\n"
`;
}

/** One line a host: its name and the pool that serves it. */
export function hostsMap(routes: ReadonlyMap<string, RuntimePool>): string {
  return [...routes]
    .map(([host, pool]) => `${host} ${pool.name}\n`)
    .sort()
    .join('');
}

/** The backend of one pool: what every deploy of the app changes, and the gateway takes by a reload. */
export function backendConfig(pool: RuntimePool, port: number): string {
  const check =
    pool.healthPath === undefined
      ? ''
      : `  option httpchk\n  http-check send meth GET uri ${pool.healthPath} ver HTTP/1.1 hdr Host localhost\n`;
  const servers = pool.replicas.map((replica) => `  server ${replica.containerName} ${replica.containerName}:${String(port)}\n`).join('');
  // A request that may have reached the app is only repeated when repeating it cannot do anything twice.
  return `backend ${pool.name} from gateway
  balance leastconn
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
${check}  default-server check inter 2s fall 2 rise 1 resolvers docker init-addr last,libc,none
${servers}`;
}
