import { connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { request } from 'node:https';
import { connect, type ConnectionOptions, type PeerCertificate } from 'node:tls';
import type { Answer } from './http';

/** An answer over TLS, with what the handshake said. */
export interface SecureAnswer extends Answer {
  readonly certificate: PeerCertificate;
}

/** GET over TLS to 127.0.0.1 by HTTP/1.1, trusting `authority` alone. @param host of the Host header, if it is not the name of the handshake */
export function getSecurely(port: number, servername: string, authority: string, path = '/', host = servername): Promise<SecureAnswer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, servername, ca: authority, headers: { host }, agent: false, timeout: 10_000 };
    const outgoing = request(options, (incoming) => {
      // After the end the socket is gone.
      const certificate =
        'getPeerCertificate' in incoming.socket ? (incoming.socket as ReturnType<typeof connect>).getPeerCertificate() : undefined;
      let body = '';
      incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
      incoming.once('end', () => {
        if (certificate === undefined) reject(new Error('the answer came without TLS'));
        else resolve({ status: incoming.statusCode ?? 0, body, headers: incoming.headers, certificate });
      });
    });
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer from ${servername}${path} within 10 s`)));
    outgoing.end();
  });
}

/** GET by HTTP/2; the status. */
export function getByHttp2(port: number, servername: string, authority: string, path = '/'): Promise<number> {
  return sendByHttp2(port, servername, authority, { ':path': path });
}

/** A request by HTTP/2, whose body says its length only where `headers` do; the status. */
export function sendByHttp2(port: number, servername: string, authority: string, headers: OutgoingHttpHeaders, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`https://127.0.0.1:${String(port)}`, { servername, ca: authority });
    session.once('error', reject);
    const stream = session.request({ ':authority': servername, ...headers }, { endStream: false });
    stream.once('response', (answer) => {
      resolve(answer[':status'] ?? 0);
      session.close();
      stream.resume();
    });
    stream.once('error', (error: Error) => {
      reject(error);
      session.destroy();
    });
    stream.end(body);
  });
}

/** How a handshake ends: the version, or the error's code. */
export function handshake(options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', timeout: 5000, ...options }, () => {
      resolve(socket.getProtocol() ?? 'none');
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  });
}
