import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { readCertificate } from '../../../../operations/routes/certificate';
import { selfSigned } from '../../../fixture/certificate';

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

test('reads what the handshake shows, without trusting it', async () => {
  const pem = selfSigned('shop.test', 30);
  const server = createTlsServer({ key: pem, cert: pem });
  try {
    const certificate = await readCertificate(await listening(server), 'shop.test');
    expect(certificate).toEqual({ issuer: 'self-signed', ends: expect.any(Date) });
    expect('ends' in certificate && (certificate.ends.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
  } finally {
    server.close();
  }
});

test('says why there is none', async () => {
  const closing = createServer((socket) => socket.destroy());
  const port = await listening(closing);
  expect(await readCertificate(port, 'shop.test')).toEqual({ reason: expect.stringMatching(/^the router knows no gateway|disconnected/) });
  closing.close();
  await new Promise((resolve) => closing.once('close', resolve));
  expect(await readCertificate(port, 'shop.test')).toEqual({ reason: 'nothing listens on the port of the router' });
});
