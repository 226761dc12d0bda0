import { ChannelCredentials, Client, status as grpcStatus, type StatusObject } from '@grpc/grpc-js';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectSecurely } from 'node:tls';
import { isFull } from '../harness/full';
import type { TrafficPlatform } from './platform';

const PLAIN = 'plain.acme.localhost';
const STREAMS = 'streams.acme.localhost';
/** Key and answer of RFC 6455, section 1.3. */
const WEBSOCKET_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const WEBSOCKET_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const KIBI = 1 << 10;
const MEBI = 1 << 20;

/** What the echo app says. */
interface Echo {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a client sees of one request; the status of a connection that was closed is 0. */
interface Seen {
  readonly status: number;
  readonly echo: Partial<Echo>;
  readonly headers: IncomingMessage['headers'];
}

/** A way to an app: the router's own HTTP, or TLS that only the gateway reads. */
interface Way {
  readonly name: string;
  readonly scheme: string;
  readonly port: () => number;
  readonly open: (host: string, options: RequestOptions) => ReturnType<typeof request>;
  /** A connection, for what no client of Node says. */
  readonly connect: (host: string) => Duplex;
}

type Ask = (path: string, options?: RequestOptions, ...body: readonly (string | Buffer | number)[]) => Promise<Seen>;

/** Both ways to an app have the same limits, and tell it the same. */
export function ways(platform: TrafficPlatform): void {
  const to = { host: '127.0.0.1', agent: false as const, timeout: 100_000 };
  const plain: Way = {
    name: 'HTTP',
    scheme: 'http',
    port: () => platform.project.port,
    open: (_, options) => request({ ...to, port: platform.project.port, ...options }),
    connect: () => connect({ host: to.host, port: platform.project.port }),
  };
  const secure: Way = {
    name: 'TLS',
    scheme: 'https',
    port: () => platform.project.tlsPort,
    open: (servername, options) =>
      requestSecurely({ ...to, port: platform.project.tlsPort, servername, ca: platform.authority, ...options }),
    connect: (servername) => connectSecurely({ host: to.host, port: platform.project.tlsPort, servername, ca: platform.authority }),
  };

  describe.each([plain, secure])('by $name', (way) => {
    const ask: Ask = (...request) => askBy(way, ...request);

    test('the app is told the host and the port that the client asks for', async () => {
      const host = `${PLAIN}:${String(way.port())}`;
      const { status, echo } = await ask('/', { headers: { host } });
      expect(status).toBe(200);
      expect(echo.headers).toMatchObject({
        host,
        'x-forwarded-host': host,
        'x-forwarded-port': String(way.port()),
        'x-forwarded-proto': way.scheme,
      });
    });

    test('a host without a port is at the port of its scheme', async () => {
      const { echo } = await ask('/');
      expect(echo.headers).toMatchObject({ host: PLAIN, 'x-forwarded-port': way.scheme === 'http' ? '80' : '443' });
    });

    test.each([PLAIN.toUpperCase(), `${PLAIN}.`, 'Plain.Acme.Localhost', `${PLAIN}.:8080`])('%s is the same host', async (host) => {
      expect((await ask('/', { headers: { host } })).status).toBe(200);
    });

    test.each([
      ['a cookie of 9 KiB', { headers: { cookie: 'x'.repeat(9 * KIBI) } }, '/'],
      ['headers of 15 KiB in all', { headers: { cookie: 'x'.repeat(8 * KIBI), authorization: 'y'.repeat(7 * KIBI) } }, '/'],
      ['a URL of 9 KiB', {}, `/?q=${'x'.repeat(9 * KIBI)}`],
    ])('%s reach the app', async (_, options, path) => {
      expect((await ask(path, options)).status).toBe(200);
    });

    test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s and its body reach the app', async (method) => {
      const { status, echo } = await ask('/', { method, headers: { 'content-length': '7' } }, 'one mug');
      expect({ status, method: echo.method, bytes: echo.bytes }).toEqual({ status: 200, method, bytes: 7 });
    });

    test.each(['GET', 'OPTIONS', 'DELETE'])('%s without a body reaches the app', async (method) => {
      const { status, echo } = await ask('/', { method });
      expect({ status, method: echo.method, bytes: echo.bytes }).toEqual({ status: 200, method, bytes: 0 });
    });

    test('HEAD gives the headers of a GET, and no body', async () => {
      const { status, echo, headers } = await ask('/', { method: 'HEAD' });
      expect({ status, echo, type: headers['content-type'] }).toEqual({ status: 200, echo: {}, type: 'application/json' });
    });

    test('a client of HTTP/1.0 is answered, and its connection closed', async () => {
      const socket = way.connect(PLAIN);
      socket.write(`GET / HTTP/1.0\r\nHost: ${PLAIN}\r\n\r\n`);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.[01] 200 /);
      expect(answer).toContain(`"x-forwarded-host":"${PLAIN}"`);
    });

    test('a request line in absolute form is the same request', async () => {
      const { status, echo } = await ask(`${way.scheme}://${PLAIN}/?x=1`);
      expect(status).toBe(200);
      expect(echo.headers).toMatchObject({ 'x-forwarded-host': PLAIN, 'x-forwarded-proto': way.scheme });
    });

    test('a WebSocket is opened, and says back what it is told', async () => {
      const handshake = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': WEBSOCKET_KEY };
      const outgoing = way.open(PLAIN, { path: '/', headers: { host: PLAIN, ...handshake } });
      outgoing.end();
      const [answer, socket] = (await once(outgoing, 'upgrade')) as [IncomingMessage, Duplex];
      expect(answer.headers['sec-websocket-accept']).toBe(WEBSOCKET_ACCEPT);
      // Text of two bytes, with a mask of zeros.
      socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, ...Buffer.from('hi')]));
      expect(((await once(socket, 'data')) as [Buffer])[0]).toEqual(Buffer.from([0x81, 2, ...Buffer.from('hi')]));
      socket.destroy();
    });

    test('headers of 40 KiB are refused', async () => {
      const cookies = Object.fromEntries([1, 2, 3, 4].map((count) => [`x-${String(count)}`, 'x'.repeat(10 * KIBI)]));
      expect((await ask('/', { headers: cookies })).status).toBe(400);
    });

    test.each([5_000, 15_000])('an answer with a header of %i bytes reaches the client', async (bytes) => {
      const { status, headers } = await ask(`/?header=${String(bytes)}`);
      expect({ status, bytes: headers['x-long']?.length }).toEqual({ status: 200, bytes });
    });

    test('an answer with a header of 40,000 bytes is a bad one of the app', async () => {
      expect((await ask('/?header=40000')).status).toBe(502);
    });

    test.each([
      [1, 'its length'],
      [40, 'its length'],
      [100, 'its length'],
      [40, 'no length'],
    ])('a body of %i MiB that says %s arrives as it is', async (size, says) => {
      const body = Buffer.alloc(size * MEBI, 'appengine');
      const length = says === 'its length' ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' };
      const { status, echo } = await ask('/', { method: 'POST', headers: length }, body);
      const sha256 = createHash('sha256').update(body).digest('hex');
      expect({ status, bytes: echo.bytes, sha256: echo.sha256 }).toEqual({ status: 200, bytes: body.length, sha256 });
    });

    test('a client that waits to be told to go on is', async () => {
      const outgoing = way.open(PLAIN, {
        method: 'POST',
        path: '/',
        headers: { host: PLAIN, expect: '100-continue', 'content-length': '7' },
      });
      outgoing.flushHeaders();
      await once(outgoing, 'continue');
      outgoing.end('one mug');
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      expect(JSON.parse(await text(answer))).toMatchObject({ bytes: 7 });
    });

    if (isFull) {
      test('an answer that takes more than a minute, and a socket that is quiet for as long', async () => {
        const socket = way.open(PLAIN, { path: '/', headers: { host: PLAIN, connection: 'Upgrade', upgrade: 'echo' } });
        socket.end();
        const [, stream] = (await once(socket, 'upgrade')) as [IncomingMessage, Duplex];
        const [late] = await Promise.all([ask('/?wait=70000', { headers: { host: STREAMS } }), sleep(90_000)]);
        expect(late.status).toBe(200);
        stream.write('still there?');
        expect(String(((await once(stream, 'data')) as [Buffer])[0])).toBe('still there?');
        stream.destroy();
      }, 120_000);
    }
  });

  test('an answer that is late, and a body that is too large, are refused by either way', async () => {
    const both = async (...request: Parameters<Ask>): Promise<readonly number[]> =>
      Promise.all([plain, secure].map(async (way) => (await askBy(way, ...request)).status));
    const large = { host: 'policies.acme.localhost', 'content-length': '1025' };
    const seen = await Promise.all([
      both('/?wait=7000', { headers: { host: 'headers.acme.localhost' } }),
      both('/small', { method: 'POST', headers: large }, 'x'.repeat(1025)),
    ]);
    expect(seen).toEqual([
      [504, 504],
      [413, 413],
    ]);
  }, 15_000);

  test('a body that trickles is refused, unless its route streams', async () => {
    const trickling = (way: Way, host: string): Promise<Seen> =>
      askBy(way, '/', { method: 'POST', headers: { host, 'transfer-encoding': 'chunked' } }, 'a\n', 12_000, 'b\n');
    const both = [plain, secure];
    const [refused, streamed] = await Promise.all([PLAIN, STREAMS].map((host) => Promise.all(both.map((way) => trickling(way, host)))));
    expect(refused?.map(({ status }) => status)).not.toContain(200);
    expect(streamed?.map(({ status, echo }) => [status, echo.bytes])).toEqual([
      [200, 4],
      [200, 4],
    ]);
  }, 30_000);

  test('HTTP/2 reaches an app that speaks it: streams in both directions, and trailers', async () => {
    const servername = 'rpc.acme.localhost';
    const session = connectHttp2(`https://127.0.0.1:${String(platform.project.tlsPort)}`, { servername, ca: platform.authority });
    try {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/shop.Orders/Watch',
        ':authority': servername,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const trailers = once(stream, 'trailers');
      stream.setEncoding('utf8');
      for (const message of ['first', 'second']) {
        stream.write(message);
        expect(((await once(stream, 'data')) as [string])[0]).toBe(message);
      }
      stream.end();
      stream.resume();
      expect((await trailers)[0]).toMatchObject({ 'grpc-status': '0' });
    } finally {
      session.close();
    }
  });

  test('a client of gRPC is answered: one message, streams in both directions, and the status', async () => {
    const servername = 'rpc.acme.localhost';
    const asIs = (value: Buffer): Buffer => value;
    const credentials = ChannelCredentials.createSsl(Buffer.from(platform.authority));
    const client = new Client(`127.0.0.1:${String(platform.project.tlsPort)}`, credentials, {
      'grpc.ssl_target_name_override': servername,
      'grpc.default_authority': servername,
    });
    try {
      const answer = await new Promise<Buffer | undefined>((resolve, reject) => {
        client.makeUnaryRequest('/shop.Orders/Get', asIs, asIs, Buffer.from('one mug'), (error, value) => {
          if (error === null) resolve(value);
          else reject(error);
        });
      });
      expect(String(answer)).toBe('one mug');

      const call = client.makeBidiStreamRequest('/shop.Orders/Watch', asIs, asIs);
      const ended = once(call, 'status');
      for (const message of ['first', 'second']) {
        call.write(Buffer.from(message));
        expect(String(((await once(call, 'data')) as [Buffer])[0])).toBe(message);
      }
      call.end();
      call.resume();
      expect(((await ended) as [StatusObject])[0].code).toBe(grpcStatus.OK);
    } finally {
      client.close();
    }
  }, 15_000);
}

/** Sends a request, its body part by part, with pauses of so many milliseconds. */
async function askBy(way: Way, path: string, options: RequestOptions = {}, ...body: readonly (string | Buffer | number)[]): Promise<Seen> {
  const { headers = {}, ...more } = options;
  const name = (headers as { readonly host?: string }).host ?? PLAIN;
  const servername = name.toLowerCase().replace(/[.]?(:\d+)?$/, '');
  const outgoing = way.open(servername, { path, ...more, headers: { host: name, ...(headers as Record<string, string>) } });
  const answered = new Promise<IncomingMessage | undefined>((resolve) => {
    outgoing.once('response', resolve).once('error', () => {
      resolve(undefined);
    });
  });
  for (const part of body) {
    if (typeof part === 'number') await sleep(part);
    else outgoing.write(part);
  }
  outgoing.end();
  const answer = await answered;
  if (answer === undefined) return { status: 0, echo: {}, headers: {} };
  const said = await text(answer);
  const echo = said.startsWith('{') ? (JSON.parse(said) as Echo) : {};
  return { status: answer.statusCode ?? 0, echo, headers: answer.headers };
}
