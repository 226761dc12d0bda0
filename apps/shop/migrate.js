// Runs before each new generation of the shop: what is there already stays.
import { database } from './services.js';

const pool = await database((entry) => console.error(JSON.stringify(entry)));
if (!pool) throw new Error('the migration needs the service "orders": there are no files in $SERVICE_BINDING_ROOT/orders');
await pool.query(`CREATE TABLE IF NOT EXISTS orders (
  id uuid PRIMARY KEY,
  product text NOT NULL,
  quantity integer NOT NULL,
  total numeric(12, 2) NOT NULL,
  state text NOT NULL DEFAULT 'new',
  placed timestamptz NOT NULL DEFAULT now()
)`);
await pool.query("CREATE INDEX IF NOT EXISTS orders_new ON orders (placed) WHERE state = 'new'");
await pool.end();
