import type { GatewayCertificate } from '../../certificates/gateway-certificate';
import type { Subnet } from '../../network/address-plan';
import type { Duration } from '../../units/duration';
import { LONGEST_REQUEST_LINE, type AccessLog } from '../access-log';
import { Entrance, HOP_BY_HOP, HOP_BY_HOP_FILE } from './client-headers';
import { GATEWAY_DIRECTORY } from '../gateway-rules';
import { HTTP_PORT, HTTPS_PORT, METRICS_PORT } from '../../network/ports';
import type { RouteTable } from '../route-table';
import type { TrustedProxies } from '../trusted-proxies';
import { BODY_GUARD, DEFAULTS, HEALTH, PROCESS, only } from './sections';

const HOSTS_MAP = `${GATEWAY_DIRECTORY}/hosts.map`;
const CERTIFICATES_LIST = `${GATEWAY_DIRECTORY}/certificates.list`;

/** Configuration from the request to its pool, with all changes of request and answer. */
function routing(entrance: Entrance, table: RouteTable, proxies: TrustedProxies, first: readonly string[] = []): string {
  return [
    ...entrance.lines(proxies),
    // One id for router, gateway, app and client; what could not be one is replaced.
    'http-request set-var(txn.request_id) req.fhdr(x-request-id)',
    'http-request set-var(txn.request_id) uuid unless { var(txn.request_id) -m reg ^[A-Za-z0-9-]{8,64}$ }',
    'http-request set-header X-Request-Id %[var(txn.request_id)]',
    'http-after-response set-header X-Request-Id %[var(txn.request_id)] if { var(txn.request_id) -m found }',
    // An address can be another tenant's a moment later: a gateway refuses every name but its own.
    'http-request set-var(txn.host) req.hdr(host),host_only,rtrim(.),lower',
    `http-request set-var(txn.route) var(txn.host),map_str(${HOSTS_MAP})`,
    'http-request return status 421 content-type text/plain string "This host is not served here.\\n" unless { var(txn.route) -m found }',
    'http-request set-var(txn.local) bool(true) if { var(txn.host) -m end .localhost }',
    ...first,
    ...table.requestLines,
    ...BODY_GUARD,
    ...table.responseLines,
    ...table.securityLines,
    'use_backend %[var(txn.pool)]',
  ]
    .map((line) => `  ${line}\n`)
    .join('');
}

/**
 * Without TLS. An ACME server asks for its challenge: the answer is made of the question and the account's thumbprint, so that no other container has to be asked.
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

/** Options of a gateway beside its routes. */
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
${PROCESS}  lua-load ${GATEWAY_DIRECTORY}/${HOP_BY_HOP_FILE}
  tune.http.logurilen ${String(LONGEST_REQUEST_LINE)}
  ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
  ssl-default-bind-ciphers ${CIPHERS}
  ssl-default-bind-ciphersuites ${CIPHER_SUITES}
  ssl-default-bind-curves X25519:P-256:P-384
  hard-stop-after ${String(drain.seconds)}s
  # Frames that make work and mean nothing, such as floods of CONTINUATION or of resets, end their connection.
  tune.h2.fe.glitches-threshold 1000
  log stderr format raw local0 warning

${DEFAULTS}
# From the router, which has read the client's address and the host.
frontend http from gateway
  bind :${String(HTTP_PORT)}
${traffic}${routing(Entrance.http, table, trustedProxies, plain(certificate.accountMap))}
# From the router too, which could not read anything of this but the name. A handshake for a foreign name is refused.
frontend https from gateway
  bind :${String(HTTPS_PORT)} accept-proxy ssl crt-list ${CERTIFICATES_LIST} alpn h2,http/1.1 strict-sni
${traffic}${routing(Entrance.https, table, trustedProxies)}
${HEALTH}
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
