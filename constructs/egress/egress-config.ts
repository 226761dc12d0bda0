import type { Destination } from './destination';

/** Directory of the proxy's configuration. */
export const EGRESS_DIRECTORY = '/etc/egress';
/** Port for requests of the app. */
export const EGRESS_PORT = 3128;
/** The time that open connections get after its end was asked for. */
export const DRAIN_SECONDS = 10;

/** Port on which it reads the name in a handshake, for itself alone. */
const HANDSHAKE_PORT = 3129;

/** The host itself, and what only its neighbours on the link see: metadata services of clouds among them. Squid reads IPv4 in IPv6 as IPv4. */
const NEVER = '0.0.0.0/8 127.0.0.0/8 169.254.0.0/16 224.0.0.0/3 ::/127 fe80::/10 ff00::/8';
const PRIVATE =
  '10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 64:ff9b::/96 64:ff9b:1::/48 2002::/16 fc00::/7 fec0::/10';

/**
 * Files of a proxy by name: of two Squids, with the list in common. The first takes requests, and answers with 403 what it refuses, before any name is
 * looked up. It passes tunnels to port 443 on to the second, which reads the first bytes and lets a handshake through for the name of the tunnel alone:
 * on the shared addresses of a content network, any other site could be reached otherwise. A Squid that reads handshakes can refuse only in a way that
 * no client understands, hence two.
 */
export function egressFiles(destinations: readonly Destination[], includesPrivate: boolean): Readonly<Record<string, string>> {
  return {
    'list.conf': list(destinations, includesPrivate),
    'requests.conf': REQUESTS,
    'handshakes.conf': HANDSHAKES,
    'common.conf': COMMON,
  };
}

function list(destinations: readonly Destination[], includesPrivate: boolean): string {
  return `acl connect method CONNECT
acl tls port 443
acl web proto HTTP
acl itself src 127.0.0.0/8
acl health_name dstdomain -n health.invalid
acl health all-of itself health_name

# One of the lines of listed, and of named for handshakes, has to match as a whole.
${destinations.map((destination, index) => entry(destination, String(index))).join('')}
# All addresses of a name: one that is refused is enough.
acl resolved dst all
acl refused dst ${includesPrivate ? NEVER : `${NEVER} ${PRIVATE}`}

http_access allow health
http_access deny !listed
http_access deny !connect !web
http_access deny !connect tls
http_access deny !resolved
http_access deny refused
http_access allow all
`;
}

/** Squid that answers the app. */
const REQUESTS = `http_port ${String(EGRESS_PORT)}
include ${EGRESS_DIRECTORY}/list.conf

acl handshake all-of connect tls
cache_peer 127.0.0.1 parent ${String(HANDSHAKE_PORT)} 0 no-query no-digest no-netdb-exchange
cache_peer_access 127.0.0.1 allow handshake
cache_peer_access 127.0.0.1 deny all
never_direct allow handshake
always_direct deny handshake
always_direct allow all
nonhierarchical_direct off

# No paths, queries or headers.
logformat request ${logFormat({ client: '%>a', verdict: '%Ss', status: '%>Hs', sent: '%>st', received: '%<st' })}
access_log stdio:/dev/stdout logformat=request !itself
include ${EGRESS_DIRECTORY}/common.conf
`;

/** Squid that reads the name in a handshake. */
const HANDSHAKES = `http_port 127.0.0.1:${String(HANDSHAKE_PORT)} ssl-bump tls-cert=/tmp/egress.pem generate-host-certificates=off
include ${EGRESS_DIRECTORY}/list.conf

# Before the connection is made the addresses are judged again: the app decides how long the handshake takes.
acl first_bytes at_step SslBump1
ssl_bump peek first_bytes
ssl_bump splice named resolved !refused
ssl_bump terminate all

# What is refused here has a line of its own, before that of its tunnel.
logformat handshake ${logFormat({ verdict: 'TLS_NAME_REFUSED', name: '%#ssl::>sni' })}
access_log stdio:/dev/stdout logformat=handshake connect !named !health
include ${EGRESS_DIRECTORY}/common.conf
`;

const COMMON = `cache_log /dev/stderr
debug_options ALL,0
via off
forwarded_for delete
httpd_suppress_version_string on
global_internal_static off
visible_hostname egress
hosts_file none
cache deny all
# A name that was missing for a moment is not refused for a minute.
negative_dns_ttl 1 second
cache_mem 0
memory_pools off
digest_generation off
netdb_filename none
pid_filename none
coredump_dir none
pinger_enable off
sslproxy_session_cache_size 0
icp_port 0
max_filedescriptors 4096
connect_timeout 10 seconds
request_start_timeout 30 seconds
shutdown_lifetime ${String(DRAIN_SECONDS)} seconds
`;

/** Only what {@link Destination.parse} lets through gets here: letters, digits, dots and hyphens. */
function entry({ host, port, pattern }: Destination, index: string): string {
  const [byHost, byName] = pattern === undefined ? ['dstdomain', 'ssl::server_name'] : ['dstdom_regex', 'ssl::server_name_regex'];
  const value = pattern ?? host;
  return `acl host${index} ${byHost} -n ${value}
acl port${index} port ${String(port)}
acl name${index} ${byName} --client-requested ${value}
acl listed all-of host${index} port${index}
acl named all-of host${index} name${index}
`;
}

/** A line of JSON, with everything that a client can choose escaped as in a URL. */
function logFormat(fields: Readonly<Record<string, string>>): string {
  const all = { time: '%{%Y-%m-%dT%H:%M:%S}tg', method: '%#rm', host: '%#>rd', port: '%>rP', ...fields };
  return `{${Object.entries(all)
    .map(([name, format]) => `"${name}":"${format}"`)
    .join(',')}}`;
}
