import { connect, constants, type ClientHttp2Session } from 'node:http2';
import { headersOf, ORDER, PATHS, steadily, TIMEOUT_MS, type Load, type LoadResult, type Method, type Target } from './load';

const SESSIONS = 4;

/** All requests on four connections, by HTTP/2 and TLS. */
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
