import { createServer } from 'node:net';
import { connect } from 'node:tls';

/** Makes first messages of a handshake for any name, also for those that no library would send. */
export async function clientHellos(): Promise<(name: Buffer) => Buffer> {
  const hello = await recorded('name.invalid');
  const handshake = 5;
  const session = handshake + 4 + 2 + 32;
  const ciphers = session + 1 + hello.readUInt8(session);
  const compression = ciphers + 2 + hello.readUInt16BE(ciphers);
  const extensions = compression + 1 + hello.readUInt8(compression);
  const others: Buffer[] = [];
  for (let at = extensions + 2; at < hello.length; at += 4 + hello.readUInt16BE(at + 2)) {
    if (hello.readUInt16BE(at) !== 0) others.push(hello.subarray(at, at + 4 + hello.readUInt16BE(at + 2)));
  }
  const start = hello.subarray(handshake + 4, extensions);
  return (name) => {
    const list = Buffer.concat([number(0, 1), number(name.length, 2), name]);
    const named = Buffer.concat([number(0, 2), number(list.length + 2, 2), number(list.length, 2), list]);
    const all = Buffer.concat([named, ...others]);
    const body = Buffer.concat([start, number(all.length, 2), all]);
    const message = Buffer.concat([number(1, 1), number(body.length, 3), body]);
    return Buffer.concat([hello.subarray(0, 3), number(message.length, 2), message]);
  };
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function recorded(servername: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.once('data', (data) => {
        socket.destroy();
        server.close();
        resolve(data);
      });
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return;
      connect({ host: '127.0.0.1', port: address.port, servername }).once('error', () => undefined);
    });
  });
}
