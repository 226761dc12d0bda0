import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { readCertificate } from '../../../../cli/routes/certificate';

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

test('reads what the handshake shows, without trusting it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'appengine-certificate-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const openssl = [
    'req',
    '-x509',
    '-newkey',
    'ed25519',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '30',
    '-subj',
    '/O=Acme/CN=shop.test',
  ];
  execFileSync('openssl', openssl, { stdio: 'ignore' });
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
  try {
    const certificate = await readCertificate(await listening(server), 'shop.test');
    expect(certificate).toEqual({ issuer: 'self-signed', ends: expect.any(Date) });
    expect('ends' in certificate && (certificate.ends.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
  } finally {
    server.close();
    rmSync(directory, { recursive: true });
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
