import type { GatewayCertificate } from '../certificates/gateway-certificate';
import type { Subnet } from '../network/address-plan';
import type { RuntimePool } from '../runtime/runtime-pool';
import type { Duration } from '../units/duration';
import { LONGEST_REQUEST_LINE, type AccessLog } from './access-log';
import { Entrance, HOP_BY_HOP, HOP_BY_HOP_FILE } from './client-headers';
import { GATEWAY_DIRECTORY } from './gateway-rules';
import { HEALTH_PORT, HTTP_PORT, HTTPS_PORT, METRICS_PORT } from './ports';
import type { RouteTable } from './route-table';
import type { TrustedProxies } from './trusted-proxies';

/** Where the gateway finds its backends. */
export const BACKENDS_DIRECTORY = '/etc/backends';

const HOSTS_MAP = `${GATEWAY_DIRECTORY}/hosts.map`;
const CERTIFICATES_LIST = `${GATEWAY_DIRECTORY}/certificates.list`;

/** Connections that a gateway serves at a time: the share of the router that one tenant can take. */
export const MOST_CONNECTIONS = 1000;
/** Beyond those that are served: the kernel's queue. What is beyond that is refused. */
const WAITING_CONNECTIONS = 1000;
/** Of its own health check: clients cannot take them. */
const HEALTH_CONNECTIONS = 50;

/**
 * A gateway listens in all of its networks. Everybody but those whom a port is for is refused before a byte is read: the tenant's own apps, or another
 * tenant's gateway, could otherwise forge a client's address, by a header or by the PROXY protocol.
 * @param source address, or addresses as CIDR
 */
function only(source: string, { cidr }: Subnet): string {
  return `tcp-request connection reject unless { src ${source} } { dst ${cidr} }`;
}

/** A body of which more is to come: `wait-for-body` has run, and what fits into a buffer is there. Without a length nothing tells the end of one. */
const IS_WHOLE = '{ req.hdr(content-length) -m found } { req.hdr_val(content-length),sub(txn.received) eq 0 }';
const HAS_MORE = '!{ method GET HEAD OPTIONS } !{ var(txn.is_whole) -m bool } || { req.body_len gt 0 } !{ var(txn.is_whole) -m bool }';

/** What leads a request to its pool, and what becomes of it and its answer on the way. */
function routing(entrance: Entrance, table: RouteTable, proxies: TrustedProxies, first: readonly string[] = []): string {
  return [
    ...entrance.lines(proxies),
    // One id for router, gateway, app and client; what could not be one is replaced.
    'http-request set-var(txn.request_id) req.fhdr(x-request-id)',
    'http-request set-var(txn.request_id) uuid unless { var(txn.request_id) -m reg ^[A-Za-z0-9-]{8,64}$ }',
    'http-request set-header X-Request-Id %[var(txn.request_id)]',
    'http-after-response set-header X-Request-Id %[var(txn.request_id)] if { var(txn.request_id) -m found }',
    // An address can be another tenant's a moment later: whoever is not asked for by one of its own names refuses.
    'http-request set-var(txn.host) req.hdr(host),host_only,lower',
    `http-request set-var(txn.route) var(txn.host),map_str(${HOSTS_MAP})`,
    'http-request return status 421 content-type text/plain string "This host is not served here.\\n" unless { var(txn.route) -m found }',
    'http-request set-var(txn.local) bool(true) if { var(txn.host) -m end .localhost }',
    ...first,
    ...table.requestLines,
    // An app must not wait for whoever sends a body byte by byte: what fits into a buffer has to be there at once.
    'http-request wait-for-body time 10s',
    // HAProxy would use the connection again although the app answered early and the rest of the body is still to come: the next request on it would be read
    // as that rest.
    'http-request set-var(txn.received) req.body_len',
    `http-request set-var(txn.is_whole) bool(true) if ${IS_WHOLE}`,
    `http-request set-header Connection close if ${HAS_MORE}`,
    ...table.responseLines,
    ...table.securityLines,
    'use_backend %[var(txn.pool)]',
  ]
    .map((line) => `  ${line}\n`)
    .join('');
}

/**
 * Without TLS. An ACME server asks for its challenge: the answer is made of the question and the account's thumbprint, so that nobody has to be asked for it.
 * @param accountMap path of the map with the thumbprint
 */
function plain(accountMap: string | undefined): readonly string[] {
  const answer = `lf-string "%[path,field(-1,/)].%[str(account),map(${accountMap ?? ''})]"`;
  return [
    ...(accountMap === undefined
      ? []
      : [
          `http-request return status 200 content-type text/plain ${answer} if { path -m reg ^/[.]well-known/acme-challenge/[A-Za-z0-9_-]{1,128}$ }`,
        ]),
    // The router leads all else to TLS.
    'http-request return status 404 content-type text/plain string "Nothing is served here without TLS.\\n" unless { var(txn.local) -m found }',
  ];
}

/** TLS 1.2 with forward secrecy and authenticated encryption, and all of TLS 1.3. */
const CIPHERS = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305']
  .map((cipher) => `ECDHE-ECDSA-${cipher}:ECDHE-RSA-${cipher}`)
  .join(':');
const CIPHER_SUITES = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256';

/** What a gateway is told beside its routes. */
export interface GatewaySettings {
  readonly tenant: string;
  /** The router's side, and its own address there. */
  readonly ingress: Subnet;
  readonly router: string;
  /** The side of those who read the metrics, and their addresses there, as CIDR. */
  readonly operations: Subnet;
  readonly scrapers: string;
  readonly trustedProxies: TrustedProxies;
  readonly certificate: Pick<GatewayCertificate, 'accountMap' | 'file'>;
  /** How long open connections may go on after a reload or at the end. */
  readonly drain: Duration;
  readonly accessLog: AccessLog;
}

/** haproxy.cfg of a gateway but for its backends: what only a change of the image or the routes replaces. */
export function gatewayConfig(table: RouteTable, settings: GatewaySettings): string {
  const { tenant, ingress, router, operations, scrapers, trustedProxies, certificate, drain, accessLog } = settings;
  const traffic = [only(router, ingress), ...accessLog.directives(tenant)].map((line) => `  ${line}\n`).join('');
  return `global
  # As many as it has cores: HAProxy would count those of the host, and its threads would wait for each other.
  nbthread 1
  maxconn ${String(MOST_CONNECTIONS + HEALTH_CONNECTIONS)}
  lua-load ${GATEWAY_DIRECTORY}/${HOP_BY_HOP_FILE}
  tune.http.logurilen ${String(LONGEST_REQUEST_LINE)}
  ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
  ssl-default-bind-ciphers ${CIPHERS}
  ssl-default-bind-ciphersuites ${CIPHER_SUITES}
  ssl-default-bind-curves X25519:P-256:P-384
  hard-stop-after ${String(drain.seconds)}s
  # Frames that make work and mean nothing, such as floods of CONTINUATION or of resets, end their connection.
  tune.h2.fe.glitches-threshold 1000
  log stderr format raw local0 warning

defaults gateway
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

# From the router, which has read the client's address and the host.
frontend http from gateway
  bind :${String(HTTP_PORT)}
${traffic}${routing(Entrance.http, table, trustedProxies, plain(certificate.accountMap))}
# From the router too, which could not read anything of this but the name. A handshake for a foreign name is refused.
frontend https from gateway
  bind :${String(HTTPS_PORT)} accept-proxy ssl crt-list ${CERTIFICATES_LIST} alpn h2,http/1.1 strict-sni
${traffic}${routing(Entrance.https, table, trustedProxies)}
frontend health from gateway
  bind 127.0.0.1:${String(HEALTH_PORT)}
  http-request return status 200 content-type text/plain string "ok\\n"

frontend metrics from gateway
  bind :${String(METRICS_PORT)}
  ${only(scrapers, operations)}
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 404 content-type text/plain string "Ask for /metrics.\\n"
${table.sections.map((section) => `\n${section}`).join('')}`;
}

/** All files of a gateway by name. */
export function gatewayFiles(table: RouteTable, settings: GatewaySettings): Readonly<Record<string, string>> {
  return {
    ...table.files,
    ...settings.trustedProxies.files,
    [HOP_BY_HOP_FILE]: HOP_BY_HOP,
    'gateway.cfg': gatewayConfig(table, settings),
    'hosts.map': table.hostsMap,
    'certificates.list': table.certificateList(settings.certificate.file),
  };
}

/** The backend of one pool: what every deploy of the app changes, and the gateway takes by a reload. */
export function backendConfig(pool: RuntimePool, port: number, directives: readonly string[] = []): string {
  const check =
    pool.healthPath === undefined
      ? ''
      : `  option httpchk\n  http-check send meth GET uri ${pool.healthPath} ver HTTP/1.1 hdr Host localhost\n`;
  const names = pool.replicas.map(({ containerName }) => containerName);
  // A request that may have reached the app is only repeated when repeating it cannot do anything twice.
  return `backend ${pool.name} from gateway
  balance leastconn
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
${check}${[...directives, ...pool.balancing.lines(names, port)].map((line) => `  ${line}\n`).join('')}`;
}
