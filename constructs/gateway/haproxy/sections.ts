import type { Subnet } from '../../network/address-plan';
import { HEALTH_PORT } from '../../network/ports';

/** Connections that a gateway serves at a time: the share of the router that one tenant can take. */
export const MOST_CONNECTIONS = 1000;
/** Beyond those that are served: the kernel's queue. What is beyond that is refused. */
const WAITING_CONNECTIONS = 1000;
/** Of its own health check: clients cannot take them. */
export const HEALTH_CONNECTIONS = 50;

/** Buffer for the header of a request or an answer: 16 KiB, and room for additions of the gateway. */
export const BUFFER_BYTES = 20_480;

/** Settings of a proxy's process: one thread for its one core. HAProxy would count the cores of the host, and its threads wait for each other. */
export const PROCESS = `  nbthread 1
  maxconn ${String(MOST_CONNECTIONS + HEALTH_CONNECTIONS)}
  tune.bufsize ${String(BUFFER_BYTES)}
  tune.maxrewrite 4096
`;

/**
 * A gateway listens in all of its networks. Everybody but those whom a port is for is refused before a byte is read: the tenant's own apps, or another
 * tenant's gateway, could otherwise forge a client's address, by a header or by the PROXY protocol.
 * @param source address, or addresses as CIDR
 */
export function only(source: string, { cidr }: Subnet): string {
  return `tcp-request connection reject unless { src ${source} } { dst ${cidr} }`;
}

/** A body of which more is to come: `wait-for-body` has run, and what fits into a buffer is there. Without a length nothing tells the end of one. */
const IS_WHOLE = '{ req.hdr(content-length) -m found } { req.hdr_val(content-length),sub(txn.received) eq 0 }';
const HAS_MORE = '!{ method GET HEAD OPTIONS } !{ var(txn.is_whole) -m bool } || { req.body_len gt 0 } !{ var(txn.is_whole) -m bool }';

/** Lines of a frontend about bodies. */
export const BODY_GUARD: readonly string[] = [
  // An app must not wait for a client that sends a body byte by byte: what fits into a buffer has to be there at once.
  'http-request wait-for-body time 10s unless { var(txn.streams) -m bool }',
  // HAProxy would use the connection again although the app answered early and the rest of the body is still to come: the next request on it would be read
  // as that rest.
  'http-request set-var(txn.received) req.body_len',
  `http-request set-var(txn.is_whole) bool(true) if ${IS_WHOLE}`,
  `http-request set-header Connection close if ${HAS_MORE}`,
];

/** Defaults of all proxies, and the resolver for the addresses of replicas. */
export const DEFAULTS = `defaults gateway
  mode http
  log global
  option dontlognull
  # An event of a stream would otherwise wait for the next one, to share a packet with it.
  option http-no-delay
  # Many apps read "X_Client_Certificate" as the header that the gateway sets, or does not.
  option http-restrict-req-hdr-names delete
  # After a reload the old worker answers the next request on an idle connection before it closes it.
  option idle-close-on-response
  timeout connect 2s
  timeout client 60s
  timeout client-hs 5s
  timeout server 60s
  timeout tunnel 1h
  timeout http-request 10s
  timeout http-keep-alive 15s
  timeout queue 5s
  # Also the share that one tenant may take of the router's connections.
  maxconn ${String(MOST_CONNECTIONS)}
  backlog ${String(WAITING_CONNECTIONS)}
  # Who is too slow is closed without an answer: after one, HAProxy would read on for as long as the body trickles in.
  errorfile 408 /dev/null
  # A request that ends a replica would otherwise end one after the other.
  retries 1
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
`;

/** Asked by the health check. */
export const HEALTH = `frontend health from gateway
  bind 127.0.0.1:${String(HEALTH_PORT)}
  http-request return status 200 content-type text/plain string "ok\\n"
`;
