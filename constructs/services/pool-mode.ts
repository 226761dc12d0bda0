/** When a pooler gives a connection of the server to another client. */
export class PoolMode {
  /**
   * After each transaction: many clients share few connections. What belongs to a session does not work: `LISTEN`, `SET` beyond a transaction, temporary tables, advisory
   * locks of a session, cursors `WITH HOLD`. Prepared statements of the protocol do.
   */
  static transaction(): PoolMode {
    return new PoolMode('transaction');
  }

  /** When the client ends its connection: all of PostgreSQL works, and as many clients at once as there are connections. The others wait. */
  static session(): PoolMode {
    return new PoolMode('session');
  }

  private constructor(
    /** As the pooler knows it. */
    readonly mode: string,
  ) {}
}
