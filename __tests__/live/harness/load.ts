import autocannon from 'autocannon';

/** What clients saw while something was deployed. */
export interface LoadResult {
  readonly requests: number;
  /** Answers other than 2xx by status, and connections that failed. */
  readonly failed: number;
  /** When each of them began, in milliseconds since 1970. */
  readonly failures: readonly number[];
  readonly detail: string;
}

/** Traffic to one host through the router until `stop` is called. */
export interface Load {
  stop(): Promise<LoadResult>;
}

const CONNECTIONS = 16;
/** Bounded, so that two cores also have time for the deploys that are measured. */
const REQUESTS_PER_SECOND = 800;
/** As long as a test may take. */
const LONGEST_SECONDS = 900;

/** An order that the shop takes. */
export const ORDER = JSON.stringify({ product: 'mug', quantity: 2 });

/** Sixteen keep-alive connections that mix GET and POST, all to 127.0.0.1. @param authority whom to trust, for TLS */
export function startLoad(port: number, host: string, authority?: string, requestsPerSecond = REQUESTS_PER_SECOND): Load {
  const headers = { host };
  const failures: number[] = [];
  let running: autocannon.Instance | undefined;
  const finished = new Promise<autocannon.Result>((resolve, reject) => {
    running = autocannon(
      {
        url: `${authority === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
        ...(authority === undefined ? {} : { servername: host, tlsOptions: { ca: authority } }),
        connections: CONNECTIONS,
        overallRate: requestsPerSecond,
        duration: LONGEST_SECONDS,
        timeout: 15,
        requests: [
          { method: 'GET', path: '/products', headers },
          { method: 'POST', path: '/orders', headers: { ...headers, 'content-type': 'application/json' }, body: ORDER },
        ],
      },
      (error: Error | null, result) => {
        if (error === null) resolve(result);
        else reject(error);
      },
    );
    running.on('response', (_client, status, _bytes, milliseconds) => {
      if (status < 200 || status >= 300) failures.push(Date.now() - milliseconds);
    });
    // It does not say when these began, which was before.
    running.on('reqError', () => failures.push(Date.now()));
  });
  return {
    async stop(): Promise<LoadResult> {
      running?.stop();
      const result = await finished;
      const failed = result.non2xx + result.errors + result.timeouts;
      const statuses = JSON.stringify(result.statusCodeStats);
      const detail = `${String(result.requests.total)} requests, ${String(failed)} failed (errors ${String(result.errors)}, timeouts ${String(result.timeouts)}, ${statuses})`;
      return { requests: result.requests.total, failed, failures, detail };
    },
  };
}
