import type { Subnet } from '../../network/address-plan';
import { HEALTH_PORT, PRESENCE_PORT } from '../../network/ports';
import { USERS_DOMAIN } from '../../network/user-presence';
import type { Duration } from '../../units/duration';
import { HEALTH_CONNECTIONS, only } from './sections';

/** Options of a gateway to a shared server. */
export interface ServiceGatewaySettings {
  /** The network of the apps that use the service. */
  readonly bindings: Subnet;
  /** The server's side, and its address there. */
  readonly shared: Subnet;
  readonly server: string;
  readonly port: number;
  /** Connections at a time. */
  readonly connections: number;
  /** How long open connections may go on at the end. */
  readonly drain: Duration;
}

/** New connections a second: each is a process of the server, and a login. */
const RATE = 100;

/**
 * haproxy.cfg of the way from the apps of one tenant to a server that tenants share. It passes bytes on: TLS ends at the server. The server, and nothing else, may ask it
 * which users still have a container in the tenant's network, where the server itself is not.
 */
export function serviceGatewayConfig({ bindings, shared, server, port, connections, drain }: ServiceGatewaySettings): string {
  return `global
  nbthread 1
  maxconn ${String(connections + 2 * HEALTH_CONNECTIONS)}
  hard-stop-after ${String(drain.seconds)}s
  log stderr format raw local0 warning

defaults
  mode tcp
  log global
  option dontlognull
  option clitcpka
  option srvtcpka
  timeout connect 5s
  # A pool keeps a connection for as long as it likes.
  timeout client 7d
  timeout server 7d

# Docker's DNS: what it said a second ago is old.
resolvers docker
  nameserver dns 127.0.0.11:53
  resolve_retries 2
  timeout resolve 1s
  timeout retry 1s
  hold valid 1s
  hold nx 1s
  hold other 1s
  hold refused 1s
  hold timeout 1s

frontend apps
  bind :${String(port)}
  maxconn ${String(connections)}
  rate-limit sessions ${String(RATE)}
  ${only(bindings.cidr, bindings)}
  default_backend shared

backend shared
  server server ${server}:${String(port)} check inter 2s

frontend presence
  mode http
  bind :${String(PRESENCE_PORT)}
  maxconn ${String(HEALTH_CONNECTIONS)}
  timeout client 5s
  timeout http-request 5s
  ${only(server, shared)}
  http-request set-var(txn.user) path,field(2,/)
  http-request return status 400 content-type text/plain string "Ask for a user.\\n" unless { var(txn.user) -m reg ^[a-z][a-z0-9-]{0,62}$ }
  http-request set-var(txn.host) var(txn.user),concat(.${USERS_DOMAIN})
  http-request do-resolve(txn.address,docker,ipv4) var(txn.host)
  http-request return status 200 content-type text/plain string "There.\\n" if { var(txn.address) -m found }
  http-request return status 404 content-type text/plain string "Not there.\\n"

# Healthy as long as the server answers.
frontend health
  mode http
  bind 127.0.0.1:${String(HEALTH_PORT)}
  timeout client 5s
  http-request return status 200 content-type text/plain string "ok\\n" if { nbsrv(shared) gt 0 }
  http-request return status 503 content-type text/plain string "The shared server does not answer.\\n"
`;
}
