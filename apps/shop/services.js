import { existsSync, readFileSync } from 'node:fs';
import { ordersIn, ordersInMemory } from './orders-store.js';
import { sessionsIn, sessionsInMemory } from './sessions-store.js';

const file = (name, entry) => `${process.env.SERVICE_BINDING_ROOT}/${name}/${entry}`;
const read = (name, entry) => readFileSync(file(name, entry), 'utf8');
const isBound = (name) => process.env.SERVICE_BINDING_ROOT !== undefined && existsSync(file(name, 'uri'));

/** The pool of PostgreSQL's connections; undefined for an app that is not bound to it. The URI names the authority that the server has to have. */
export async function database(log) {
  if (!isBound('orders')) return undefined;
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: read('orders', 'uri'), max: 5, connectionTimeoutMillis: 5000 });
  // A connection that ends while nobody uses it, such as at a restart of the server: the next query opens another one.
  pool.on('error', ({ message }) => log({ level: 'error', message: `a connection to PostgreSQL ended: ${message}` }));
  return pool;
}

async function store(log) {
  if (!isBound('sessions')) return undefined;
  const { createClient } = await import('redis');
  const client = createClient({ url: read('sessions', 'uri'), socket: { tls: true, ca: read('sessions', 'ca.crt') } });
  client.on('error', ({ message }) => log({ level: 'error', message: `the connection to Valkey ended: ${message}` }));
  await client.connect();
  return client;
}

/** Stores of orders and sessions: services that the app is bound to, else memory. */
export async function openServices(log) {
  const [pool, client] = [await database(log), await store(log)];
  return {
    orders: pool ? ordersIn(pool) : ordersInMemory(),
    sessions: client ? sessionsIn(client) : sessionsInMemory(),
    close: () => Promise.all([pool?.end(), client?.quit()]),
  };
}
