import { connect as connectPlainly, type Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';

/** How long a silent peer is waited for. */
const PATIENCE_MS = 1500;

/** Sends bytes as they are and reads until the peer closes, or says nothing for a while. */
export function exchange(port: number, bytes: string | Buffer, secure?: ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket: Socket =
      secure === undefined ? connectPlainly({ host: '127.0.0.1', port }) : connect({ host: '127.0.0.1', port, ...secure });
    const end = (): void => {
      socket.destroy();
      resolve(Buffer.concat(received));
    };
    socket.setTimeout(PATIENCE_MS, end);
    socket.on('data', (data) => received.push(data));
    socket.once('error', end);
    socket.once('close', end);
    socket.once(secure === undefined ? 'connect' : 'secureConnect', () => {
      socket.write(bytes);
    });
  });
}

/** Statuses of all answers in what HTTP/1.1 sent back. */
export function statusesOf(answer: Buffer): readonly number[] {
  return [...answer.toString('latin1').matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
}
