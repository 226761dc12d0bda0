/** Orders that a session keeps in mind. */
const MOST_ORDERS = 20;
const SECONDS = 24 * 60 * 60;

/** Sessions in the memory of one replica: for a shop without a store. */
export function sessionsInMemory() {
  const sessions = new Map();
  return {
    remember: async (session, order) => void sessions.set(session, [order, ...(sessions.get(session) ?? [])].slice(0, MOST_ORDERS)),
    ordersOf: async (session) => sessions.get(session) ?? [],
  };
}

/** Sessions in Valkey, a day from their last order. `client` is one of `redis`. */
export function sessionsIn(client) {
  const key = (session) => `session:${session}`;
  return {
    remember: async (session, order) => {
      const change = client
        .multi()
        .lPush(key(session), order)
        .lTrim(key(session), 0, MOST_ORDERS - 1);
      await change.expire(key(session), SECONDS).exec();
    },
    ordersOf: (session) => client.lRange(key(session), 0, -1),
  };
}
