import { AppEngineError } from '../../errors';
import type { Duration } from '../../units/duration';
import { refuse, type GatewayRules, type IRoutePolicy } from '../gateway-rules';

const MOST_CLIENTS = 100_000;

/** Limit of requests per client address. */
export class RateLimit implements IRoutePolicy {
  /**
   * Answers 429 beyond it, with the time to wait.
   * @param requests 1 to 1,000,000 in any stretch of `window`
   * @param window at most an hour
   */
  static requests(requests: number, window: Duration): RateLimit {
    checked('requests', requests, 1_000_000);
    if (window.seconds > 3600) {
      throw new AppEngineError(
        'RateLimitOutOfRange',
        `window of ${String(window.seconds)} s must be at most 3600 s; use a shorter one, and fewer requests`,
      );
    }
    return new RateLimit(
      { name: 'rate', slot: 0 },
      `at most ${String(requests)} requests of a client in ${String(window.seconds)} s`,
      `http_req_rate(${String(window.seconds)}s)`,
      `sc_http_req_rate(0) gt ${String(requests)}`,
      window.seconds,
    );
  }

  /** Answers 429 beyond it. @param requests that one client may have open at a time, 1 to 10,000 */
  static concurrent(requests: number): RateLimit {
    checked('concurrent requests', requests, 10_000);
    return new RateLimit(
      { name: 'concurrent', slot: 1 },
      `at most ${String(requests)} open requests of a client`,
      'conn_cur',
      `sc_conn_cur(1) gt ${String(requests)}`,
      1,
    );
  }

  private constructor(
    /** The kinds count in tables and slots of their own, so that a route can have both. */
    private readonly kind: { readonly name: string; readonly slot: number },
    /** Requests beyond a number. */
    readonly keepsOut: string,
    private readonly counter: string,
    private readonly exceeded: string,
    private readonly retrySeconds: number,
  ) {}

  rules(route: string): GatewayRules {
    const table = `${this.kind.name}-${route}`;
    const keep = Math.max(this.retrySeconds, 60);
    return {
      sections: [
        `backend ${table} from gateway\n  stick-table type ipv6 size ${String(MOST_CLIENTS)} expire ${String(keep)}s store ${this.counter}\n`,
      ],
      request: [
        { action: `track-sc${String(this.kind.slot)} var(txn.client) table ${table}` },
        refuse({ status: 429, headers: { 'Retry-After': String(this.retrySeconds) } }, 'Too many requests.', `{ ${this.exceeded} }`),
      ],
    };
  }
}

function checked(what: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new AppEngineError(
    'RateLimitOutOfRange',
    `${what} ${String(value)} must be a whole number from 1 to ${String(most)}; leave the policy out for no limit`,
  );
}
