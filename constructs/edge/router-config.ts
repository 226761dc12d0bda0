import type { Subnet } from '../network/address-plan';
import { IngressNetwork } from '../network/ingress-network';
import { CONNECTION_HEADER } from '../gateway/haproxy/client-headers';
import { BUFFER_BYTES, MOST_CONNECTIONS } from '../gateway/haproxy/sections';
import { HEALTH_PORT, HTTP_PORT, HTTPS_PORT, METRICS_PORT } from '../network/ports';
import { ROUTER_METRICS } from './router-metrics';
import { HTTP_LOG, LOG_TARGET, STREAM_LOG } from './router-log';

const SUFFIX = IngressNetwork.aliasOf('').slice(1);
/** An address is no host. */
const ADDRESS_PATTERN = '[.][0-9]+$';
/** Only what can be a host name is ever looked up. */
const HOST_PATTERN = '^[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?$';

/** Longer than any gateway lets a client or an app be silent: it decides, by what its tenant says. */
const LONGEST_SILENCE = '65m';

/** As many as it has cores: a second one would take its turn on the same, and memory for all of its connections at once. */
const WORKERS = 1;
/** A client's and a gateway's are two. */
const WORKER_CONNECTIONS = 12_288;

/**
 * nginx.conf of the router: the same file for one tenant or a thousand.
 * @param httpsPort port of the host where clients find TLS
 * @param operations network in which metrics are served
 * @param scrapers those of its addresses that may read them, as CIDR
 */
export function routerConfig(httpsPort: number, operations: Subnet, scrapers: string): string {
  const port = httpsPort === 443 ? '' : `:${String(httpsPort)}`;
  return `load_module /usr/lib/nginx/modules/ngx_stream_module.so;

worker_processes ${String(WORKERS)};
# Its ports are free again once it has ended: its successor waits for that, and clients wait for both.
worker_shutdown_timeout 300ms;
pid /tmp/nginx.pid;
error_log ${LOG_TARGET} error;

events {
  worker_connections ${String(WORKER_CONNECTIONS)};
}

# TLS is passed on as it is: the host is read from the first message of the handshake, and nothing here could decrypt the rest.
stream {
  resolver 127.0.0.11 valid=1s ipv6=off;
  resolver_timeout 2s;

  ${STREAM_LOG}

  map $ssl_preread_server_name $gateway {
    default "";
    "~${ADDRESS_PATTERN}" "";
    "~${HOST_PATTERN}" "$ssl_preread_server_name.${SUFFIX}:${String(HTTPS_PORT)}";
  }

  # No limit by name here: nginx counts before it has read the name. A gateway takes no more than its share instead, and what it does not take is closed.
  server {
    listen ${String(HTTPS_PORT)};
    ssl_preread on;
    preread_timeout 5s;
    # Without a name, or with an impossible one, there is nobody to connect to: the connection is closed.
    proxy_pass $gateway;
    # The gateway learns the client's address from a first line.
    proxy_protocol on;
    proxy_connect_timeout 500ms;
    proxy_next_upstream_tries 4;
    proxy_next_upstream_timeout 5s;
    # The gateway decides how long a quiet connection may last.
    proxy_timeout ${LONGEST_SILENCE};
    proxy_socket_keepalive on;
  }
}

http {
  # A message about a request holds all of it, and its query string is nobody's business: the access log says how the request ended.
  error_log ${LOG_TARGET} crit;
  server_tokens off;
  default_type text/plain;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  # Docker's DNS is the route table. Its records appear and vanish with the gateways; one second bounds how long a stale one is used.
  resolver 127.0.0.11 valid=1s ipv6=off;
  resolver_timeout 2s;

  client_header_timeout 10s;
  # How slow and how large a body may be is said by the gateway, to which it goes on as it comes.
  client_body_timeout ${LONGEST_SILENCE};
  client_max_body_size 0;
  # As much of a header as the gateway takes.
  large_client_header_buffers 4 ${String(BUFFER_BYTES)};
  keepalive_timeout 65s;
  keepalive_requests 10000;

  # Only what can be a host name is ever looked up.
  map $host $gateway {
    default "";
    "~${ADDRESS_PATTERN}" "";
    "~${HOST_PATTERN}" "$host.${SUFFIX}";
  }

  # Connections to a gateway that is not there any more are bounded as well.
  limit_conn_zone $gateway zone=hosts:1m;
  limit_conn hosts ${String(MOST_CONNECTIONS)};

  # Names below localhost are this machine (RFC 6761): there, and only there, apps also answer without TLS. An ACME server asks without it by its nature.
  map "$host$uri" $is_plain {
    default "";
    "~^([^/]+\\.)?localhost/" yes;
    "~^[^/]+/\\.well-known/acme-challenge/" yes;
  }

  # No address was tried: nobody bears the host's name.
  map $upstream_addr $unreachable_status {
    default 404;
    "~^[0-9]" 503;
  }

  map $unreachable_status $retry_after {
    503 5;
  }

  # A name is compared without its port; what the app is told has it, as the client wrote it.
  map $http_host $asked_port {
    default "";
    "~(:[0-9]{1,5})$" $1;
  }

  map $http_upgrade $connection_header {
    default upgrade;
    "" close;
  }

  map $http_x_request_id $incoming_request_id {
    default $request_id;
    "~^[A-Za-z0-9-]{8,64}$" $http_x_request_id;
  }

  ${HTTP_LOG}

  server {
    listen ${String(HTTP_PORT)} default_server;
    add_header X-Request-Id $incoming_request_id always;

    location / {
      if ($gateway = "") {
        return 404 "No application is served under this name.\\n";
      }
      if ($is_plain = "") {
        return 308 https://$host${port}$request_uri;
      }
      proxy_pass http://$gateway:${String(HTTP_PORT)};
      proxy_http_version 1.1;
      # Events of a stream and parts of a body go on as they come.
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_buffer_size ${String(BUFFER_BYTES)};
      # Of no use without buffering, but nginx compares them.
      proxy_buffers 4 ${String(BUFFER_BYTES)};
      proxy_set_header Host $host$asked_port;
      proxy_set_header Connection $connection_header;
      proxy_set_header Upgrade $http_upgrade;
      # The gateway takes the last address: that which is seen here. What a client says before it counts for those whom the tenant trusts.
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header ${CONNECTION_HEADER} $http_connection;
      proxy_set_header X-Request-Id $incoming_request_id;
      proxy_hide_header X-Request-Id;
      # A vanished address does not answer at all: the next one is asked soon. Only what was never sent is sent again.
      proxy_connect_timeout 500ms;
      proxy_read_timeout ${LONGEST_SILENCE};
      proxy_send_timeout ${LONGEST_SILENCE};
      proxy_next_upstream error timeout;
      proxy_next_upstream_tries 4;
      proxy_next_upstream_timeout 5s;
      error_page 502 504 = @unreachable;
    }

    location @unreachable {
      add_header Retry-After $retry_after always;
      add_header X-Request-Id $incoming_request_id always;
      if ($unreachable_status = 404) {
        return 404 "No application is served under this name.\\n";
      }
      return 503 "This application is not available right now.\\n";
    }
  }

  server {
    listen 127.0.0.1:${String(HEALTH_PORT)};
    access_log off;
    location / {
      return 200 "ok\\n";
    }
  }

  # It listens in all networks, and answers scrapers in that of operations alone: gateways are in it too.
  geo $remote_addr $from_scraper {
    default 0;
    ${scrapers} 1;
  }
  geo $server_addr $to_operations {
    default 0;
    ${operations.cidr} 1;
  }
  map $from_scraper$to_operations $is_stranger {
    default yes;
    11 "";
  }

  server {
    listen ${String(METRICS_PORT)};
    access_log off;
    default_type "text/plain; version=0.0.4; charset=utf-8";
    if ($is_stranger) {
      return 444;
    }
    location = /metrics {
      return 200 "${ROUTER_METRICS}";
    }
    location / {
      return 404;
    }
  }
}
`;
}
