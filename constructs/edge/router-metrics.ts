/** Counters of nginx itself, under the names of its exporter. */
const METRICS = [
  {
    name: 'nginx_connections_active',
    variable: 'connections_active',
    type: 'gauge',
    help: 'Open connections, those to gateways included.',
  },
  {
    name: 'nginx_connections_reading',
    variable: 'connections_reading',
    type: 'gauge',
    help: 'Connections of which a request is being read.',
  },
  {
    name: 'nginx_connections_writing',
    variable: 'connections_writing',
    type: 'gauge',
    help: 'Connections to which an answer is being written.',
  },
  { name: 'nginx_connections_waiting', variable: 'connections_waiting', type: 'gauge', help: 'Idle connections of clients.' },
  {
    name: 'nginx_connections_opened_total',
    variable: 'connection',
    type: 'counter',
    help: 'Connections since the start, those to gateways included.',
  },
] as const;

/** Text of Prometheus, as a quoted word of nginx. */
export const ROUTER_METRICS = METRICS.map(
  ({ name, variable, type, help }) => `# HELP ${name} ${help}\\n# TYPE ${name} ${type}\\n${name} $${variable}\\n`,
).join('');
