export interface Failure {
  /** When the request began, in milliseconds since 1970. */
  readonly began: number;
  /** Status, or why there was no answer. */
  readonly outcome: string;
}

/** What clients saw while something was deployed. */
export interface LoadResult {
  readonly requests: number;
  /** Answers other than 2xx, and requests without an answer. */
  readonly failed: number;
  readonly failures: readonly Failure[];
  readonly detail: string;
}

/** Traffic to one host through the router until `stop` is called. */
export interface Load {
  stop(): Promise<LoadResult>;
}

/** Whom to ask, always on 127.0.0.1. */
export interface Target {
  readonly port: number;
  readonly host: string;
  /** Whom to trust, for TLS. */
  readonly authority?: string;
}

export type Method = 'GET' | 'POST';

export const TIMEOUT_MS = 15_000;

/** An order that the shop takes. */
export const ORDER = JSON.stringify({ product: 'mug', quantity: 2 });

export const PATHS: Readonly<Record<Method, string>> = { GET: '/products', POST: '/orders' };

export const headersOf = (method: Method): Readonly<Record<string, string | number>> =>
  method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': ORDER.length };

/** Asks at a steady rate, however long the answers take: GET and POST by turns, until it is stopped. */
export function steadily(ask: (method: Method) => Promise<number>, perSecond: number): Load {
  const outcomes = new Map<string, number>();
  const open = new Set<Promise<void>>();
  let requests = 0;
  const failures: Failure[] = [];

  const one = async (method: Method): Promise<void> => {
    const began = Date.now();
    const outcome = await ask(method).then(String, codeOf);
    requests += 1;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (!/^2..$/.test(outcome)) failures.push({ began, outcome });
  };

  let count = 0;
  const timer = setInterval(() => {
    const asked = one(count++ % 2 === 0 ? 'GET' : 'POST');
    open.add(asked);
    void asked.finally(() => open.delete(asked));
  }, 1000 / perSecond);

  return {
    async stop(): Promise<LoadResult> {
      clearInterval(timer);
      await Promise.all(open);
      const failed = failures.length;
      const detail = `${String(requests)} requests, ${String(failed)} failed (${JSON.stringify(Object.fromEntries(outcomes))})`;
      return { requests, failed, failures, detail };
    },
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
