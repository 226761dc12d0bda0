import { LOG_PORT } from '../network/ports';

/** Address to which nginx writes its log: it would wait for a reader of its standard output, but never for a datagram. */
export const LOG_TARGET = `syslog:server=127.0.0.1:${String(LOG_PORT)},nohostname,tag=router`;

/** As a host, or not at all: what else a client says may be no UTF-8. */
const HOST = '"~^[a-z0-9._-]{1,253}$"';

function format(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(
      ([name, value], index) =>
        `    '${index === 0 ? '{' : ' '}"${name}": ${value}${index === Object.keys(fields).length - 1 ? '}' : ','}'`,
    )
    .join('\n');
}

function accessLog(fields: Readonly<Record<string, string>>): string {
  return `log_format json escape=json
${format(fields)};
  access_log ${LOG_TARGET} json;`;
}

/** Directives of `stream`: fields of a connection that is encrypted here. Of several tries nginx logs the time of each. */
export const STREAM_LOG = `map $ssl_preread_server_name $log_host {
    ${HOST} $ssl_preread_server_name;
  }
  ${accessLog({
    time: '"$time_iso8601"',
    kind: '"connection"',
    host: '"$log_host"',
    client: '"$remote_addr"',
    upstream: '"$upstream_addr"',
    status: '$status',
    bytes_in: '$bytes_received',
    bytes_out: '$bytes_sent',
    connect_seconds: '"$upstream_connect_time"',
    seconds: '$session_time',
  })}`;

/** Directives of `http`. The path ends where its query begins, or at the first byte that no URL can have. */
export const HTTP_LOG = `map $host $log_host {
    ${HOST} $host;
  }
  map $request_uri $log_path {
    "~^(?<log_path_only>/[!->@-~]{0,767})" $log_path_only;
  }
  # Nothing, or that of HTTP/0.9, is no number of JSON.
  map $status $log_status {
    default 0;
    "~^[1-9]" $status;
  }
  ${accessLog({
    time: '"$time_iso8601"',
    kind: '"request"',
    request_id: '"$incoming_request_id"',
    host: '"$log_host"',
    method: '"$request_method"',
    path: '"$log_path"',
    status: '$log_status',
    bytes_in: '$request_length',
    bytes_out: '$bytes_sent',
    client: '"$remote_addr"',
    protocol: '"$server_protocol"',
    upstream: '"$upstream_addr"',
    connect_seconds: '"$upstream_connect_time"',
    response_seconds: '"$upstream_header_time"',
    seconds: '$request_time',
  })}`;
