import { connect, constants, type ClientHttp2Session } from 'node:http2';
import { request } from 'node:https';
import { ORDER, type Load, type LoadResult } from './load';

/** Whom to ask, always on 127.0.0.1. */
export interface Target {
  readonly port: number;
  readonly host: string;
  /** Whom to trust. */
  readonly authority: string;
}

type Method = 'GET' | 'POST';

const TIMEOUT_MS = 15_000;
const SESSIONS = 4;
const PATHS: Readonly<Record<Method, string>> = { GET: '/products', POST: '/orders' };
const headersOf = (method: Method): Readonly<Record<string, string | number>> =>
  method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': ORDER.length };

/** Every request on a connection of its own, by HTTP/1.1. */
export function startConnecting(target: Target, perSecond: number): Load {
  return steadily((method) => askOnce(target, method), perSecond);
}

/** All requests on four connections, by HTTP/2. */
export function startHttp2(target: Target, perSecond: number): Load {
  const clients = Array.from({ length: SESSIONS }, () => new Http2Client(target));
  let turn = 0;
  const ask = (method: Method): Promise<number> => {
    turn = (turn + 1) % SESSIONS;
    return clients[turn]?.ask(method) ?? Promise.reject(new Error('no client'));
  };
  const load = steadily(ask, perSecond);
  return {
    async stop(): Promise<LoadResult> {
      const result = await load.stop();
      for (const client of clients) client.close();
      return result;
    },
  };
}

/** Asks at a steady rate, however long the answers take: GET and POST by turns, until it is stopped. */
function steadily(ask: (method: Method) => Promise<number>, perSecond: number): Load {
  const outcomes = new Map<string, number>();
  const open = new Set<Promise<void>>();
  let requests = 0;
  const failures: number[] = [];

  const one = async (method: Method): Promise<void> => {
    const began = Date.now();
    const outcome = await ask(method).catch((error: unknown) => codeOf(error));
    requests += 1;
    outcomes.set(String(outcome), (outcomes.get(String(outcome)) ?? 0) + 1);
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) return;
    failures.push(began);
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

function askOnce({ port, host, authority: ca }: Target, method: Method): Promise<number> {
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port, servername: host, ca, method, path: PATHS[method], agent: false, timeout: TIMEOUT_MS } as const;
    const outgoing = request({ ...to, headers: { ...headersOf(method), host } }, (incoming) => {
      incoming.once('error', reject);
      incoming.once('end', () => {
        resolve(incoming.statusCode ?? 0);
      });
      incoming.resume();
    });
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.end(method === 'POST' ? ORDER : undefined);
  });
}

/** One connection at a time: a server that says goodbye is asked on the next one. */
class Http2Client {
  private session: ClientHttp2Session | undefined;

  constructor(private readonly target: Target) {}

  async ask(method: Method): Promise<number> {
    for (;;) {
      const answer = await this.askOn(this.current(), method);
      // By this the server says that it has not looked at the request (RFC 9113, 8.7): every client may send it again, and does.
      if (answer !== 'refused') return answer;
    }
  }

  close(): void {
    this.session?.close();
  }

  private current(): ClientHttp2Session {
    if (this.session !== undefined && !this.session.closed && !this.session.destroyed) return this.session;
    const { port, host: servername, authority: ca } = this.target;
    const session = connect(`https://127.0.0.1:${String(port)}`, { servername, ca });
    // What goes wrong is told by the streams.
    session.on('error', () => undefined);
    return (this.session = session);
  }

  private askOn(session: ClientHttp2Session, method: Method): Promise<number | 'refused'> {
    return new Promise((resolve, reject) => {
      const head = { ':method': method, ':path': PATHS[method], ':authority': this.target.host, ...headersOf(method) };
      const stream = session.request(head);
      let status = 0;
      stream.setTimeout(TIMEOUT_MS, () => {
        stream.close(constants.NGHTTP2_CANCEL);
        reject(new Error('timeout'));
      });
      stream.once('response', (headers) => (status = headers[':status'] ?? 0));
      stream.once('error', (error: Error) => {
        if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) resolve('refused');
        else reject(error);
      });
      stream.once('end', () => {
        if (status === 0) reject(new Error('ended without an answer'));
        else resolve(status);
      });
      // After an end or an error this changes nothing.
      stream.once('close', () => {
        reject(new Error('closed'));
      });
      stream.resume();
      stream.end(method === 'POST' ? ORDER : undefined);
    });
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
