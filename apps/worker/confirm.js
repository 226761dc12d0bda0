import { existsSync, readFileSync } from 'node:fs';

const AT_ONCE = 100;
const uri = `${process.env.SERVICE_BINDING_ROOT}/orders/uri`;

// Several workers share the orders: each takes those that no other one has locked.
const CONFIRM = `UPDATE orders SET state = 'confirmed' WHERE id IN (
  SELECT id FROM orders WHERE state = 'new' ORDER BY placed LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
)`;

/** The pool of PostgreSQL's connections; undefined for a worker that is not bound to it. */
export async function database(log) {
  if (process.env.SERVICE_BINDING_ROOT === undefined || !existsSync(uri)) return undefined;
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: readFileSync(uri, 'utf8'), max: 1, connectionTimeoutMillis: 5000 });
  pool.on('error', ({ message }) => log({ level: 'error', message: `the connection to PostgreSQL ended: ${message}` }));
  return pool;
}

/** Confirms orders that are new; resolves to their number. */
export async function confirmOrders(pool) {
  return (await pool.query(CONFIRM)).rowCount;
}
