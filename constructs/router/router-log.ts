import { LOG_PORT } from './ports';

/** Where nginx writes: it would wait for whoever reads its standard output, but never for a datagram. */
export const LOG_TARGET = `syslog:server=127.0.0.1:${String(LOG_PORT)},nohostname,tag=router`;

/** As a host, or not at all: what else a client says may be no UTF-8. */
const HOST = '"~^[a-z0-9._-]{1,253}$"';

/** Seconds, of the last try, as milliseconds; -1 for what did not happen. */
function milliseconds(seconds: string, name: string): string {
  return `map $${seconds} $${name} {
    default -1;
    "~(^|, )0\\.0*(?<${name}_few>[0-9]+)$" $${name}_few;
    "~(^|, )(?<${name}_whole>[1-9][0-9]*)\\.(?<${name}_rest>[0-9]+)$" $${name}_whole$${name}_rest;
  }`;
}

const TIME = `map "$time_iso8601 $msec" $log_time {
    "~^(?<log_second>[^ ]{19})(?<log_zone>[^ ]+) [0-9]+(?<log_millisecond>[.][0-9]+)$" $log_second$log_millisecond$log_zone;
  }`;

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

/** Directives of `stream`: what is known of a connection that nobody here can read. */
export const STREAM_LOG = `${TIME}
  map $ssl_preread_server_name $log_host {
    ${HOST} $ssl_preread_server_name;
  }
  ${milliseconds('session_time', 'log_total')}
  ${milliseconds('upstream_connect_time', 'log_connect')}
  ${accessLog({
    time: '"$log_time"',
    kind: '"connection"',
    host: '"$log_host"',
    client: '"$remote_addr"',
    upstream: '"$upstream_addr"',
    status: '$status',
    bytes_in: '$bytes_received',
    bytes_out: '$bytes_sent',
    connect_ms: '$log_connect',
    total_ms: '$log_total',
  })}`;

/** Directives of `http`. The path ends where its query begins, or at the first byte that no URL can have. */
export const HTTP_LOG = `${TIME}
  map $host $log_host {
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
  ${milliseconds('request_time', 'log_total')}
  ${milliseconds('upstream_connect_time', 'log_connect')}
  ${milliseconds('upstream_header_time', 'log_response')}
  ${accessLog({
    time: '"$log_time"',
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
    connect_ms: '$log_connect',
    response_ms: '$log_response',
    total_ms: '$log_total',
  })}`;
