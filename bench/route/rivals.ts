import { AccessLog } from '../../constructs';
import { HEALTH_PORT, HTTPS_PORT } from '../../constructs/network/ports';
import { TENANT, type Rival } from './plan';

const DIRECTORY = '/etc/proxy';
const CERTIFICATE = `${DIRECTORY}/host.pem`;

/** How to run one of them. */
interface Program {
  readonly file: string;
  readonly config: string;
  readonly entrypoint: readonly string[];
}

/**
 * Each as its manual would have it for one host and one upstream, with the cipher and the curve that clients and gateway agree on.
 * @param accessLogs whether it writes a line for every request
 */
export function rival(name: Rival, upstream: string, accessLogs: boolean): Program {
  switch (name) {
    case 'haproxy':
      return {
        file: 'haproxy.cfg',
        config: haproxy(upstream, accessLogs),
        entrypoint: ['haproxy', '-W', '-f', `${DIRECTORY}/haproxy.cfg`],
      };
    case 'nginx':
      return {
        file: 'nginx.conf',
        config: nginx(upstream, accessLogs),
        entrypoint: ['nginx', '-e', 'stderr', '-c', `${DIRECTORY}/nginx.conf`, '-g', 'daemon off;'],
      };
    case 'caddy':
      return {
        file: 'Caddyfile',
        config: caddy(upstream, accessLogs),
        entrypoint: ['caddy', 'run', '--config', `${DIRECTORY}/Caddyfile`, '--adapter', 'caddyfile'],
      };
  }
}

function haproxy(upstream: string, accessLogs: boolean): string {
  return `global
  maxconn 1000
  ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
  ssl-default-bind-curves X25519
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend https
  bind :${String(HTTPS_PORT)} ssl crt ${CERTIFICATE} alpn h2,http/1.1
${(accessLogs ? AccessLog.json().directives(TENANT) : []).map((line) => `  ${line}\n`).join('')}  default_backend upstream
frontend health
  bind 127.0.0.1:${String(HEALTH_PORT)}
  http-request return status 200
backend upstream
  server upstream ${upstream}
`;
}

function nginx(upstream: string, accessLogs: boolean): string {
  return `worker_processes auto;
pid /tmp/nginx.pid;
error_log stderr error;
events {
  worker_connections 1024;
}
http {
  access_log ${accessLogs ? '/dev/stdout' : 'off'};
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  keepalive_requests 1000000;
  upstream app {
    server ${upstream};
    keepalive 64;
  }
  server {
    listen ${String(HTTPS_PORT)} ssl;
    http2 on;
    ssl_certificate ${CERTIFICATE};
    ssl_certificate_key ${CERTIFICATE};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    ssl_ecdh_curve X25519;
    ssl_session_tickets off;
    ssl_session_cache shared:tls:4m;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
  server {
    listen 127.0.0.1:${String(HEALTH_PORT)};
    return 200;
  }
}
`;
}

function caddy(upstream: string, accessLogs: boolean): string {
  return `{
  admin off
  auto_https off
  servers {
    protocols h1 h2
  }
}
https://:${String(HTTPS_PORT)} {
  tls ${CERTIFICATE} ${CERTIFICATE} {
    curves x25519
  }
${accessLogs ? '  log {\n    output stdout\n  }\n' : ''}  reverse_proxy ${upstream}
}
http://:${String(HEALTH_PORT)} {
  bind 127.0.0.1
  respond 200
}
`;
}
