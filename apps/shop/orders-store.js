/** Orders in the memory of one replica: for a shop without a database. */
export function ordersInMemory() {
  const orders = new Map();
  return {
    add: async (order) => void orders.set(order.id, { ...order, state: 'new' }),
    find: async (ids) => ids.flatMap((id) => orders.get(id) ?? []),
  };
}

/** Orders in PostgreSQL, which the worker confirms. `pool` is one of `pg`. */
export function ordersIn(pool) {
  return {
    add: async ({ id, product, quantity, total }) => {
      await pool.query('INSERT INTO orders (id, product, quantity, total) VALUES ($1, $2, $3, $4)', [id, product, quantity, total]);
    },
    find: async (ids) => {
      const columns = 'id, product, quantity, total::text, state';
      return (await pool.query(`SELECT ${columns} FROM orders WHERE id = ANY($1::uuid[]) ORDER BY placed`, [ids])).rows;
    },
  };
}
