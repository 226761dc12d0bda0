import { X509Certificate } from 'node:crypto';
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { buffer, text } from 'node:stream/consumers';
import { sendByHttp2 } from '../harness/https';
import type { Project } from '../harness/project';
import type { TrafficPlatform } from './platform';

/** What the echo app says. */
interface Echo {
  readonly pool: string;
  readonly replica: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Those of the one user. */
function credentials(password: string): { readonly headers: Readonly<Record<string, string>> } {
  return { headers: { authorization: `Basic ${Buffer.from(`ana:${password}`).toString('base64')}` } };
}

/** What a client sees of every kind of route. */
export function routes(platform: TrafficPlatform): void {
  describe('routes', () => {
    let project: Project;
    let authority: string;

    beforeAll(() => {
      ({ project, authority } = platform);
    });

    function ask(name: string, path: string, options: RequestOptions & { readonly body?: string } = {}): Promise<IncomingMessage> {
      const servername = `${name}.acme.localhost`;
      return new Promise((resolve, reject) => {
        const { body, headers = {}, ...more } = options;
        const to = { host: '127.0.0.1', port: project.tlsPort, servername, ca: authority, agent: false as const, path, timeout: 15_000 };
        const outgoing = request({ ...to, ...more, headers: { host: servername, ...(headers as Record<string, string>) } }, resolve);
        outgoing.once('error', reject);
        outgoing.end(body);
      });
    }

    async function status(name: string, path: string, options: Parameters<typeof ask>[2] = {}): Promise<number | undefined> {
      const answer = await ask(name, path, options);
      answer.resume();
      return answer.statusCode;
    }

    async function echo(name: string, path: string, options: Parameters<typeof ask>[2] = {}): Promise<Echo> {
      return JSON.parse(await text(await ask(name, path, options))) as Echo;
    }

    test('HAProxy has no warning about the configuration', async () => {
      const [gateway] = [...(await project.containers({ role: 'gateway', tenant: 'acme' })).keys()];
      const files = ['/etc/gateway/gateway.cfg', ...['shop', 'echo', 'canary', 'rpc'].map((pool) => `/etc/backends/${pool}.cfg`)];
      const { exitCode, stdout, stderr } = await project.exec(gateway ?? '', 'haproxy', '-c', ...files.flatMap((file) => ['-f', file]));
      expect({ exitCode, output: (stdout + stderr).trim() }).toEqual({
        exitCode: 0,
        output: expect.stringMatching(/^(Configuration file is valid)?$/),
      });
    });

    test('the longest path wins, whole parts of it count, and a prefix is stripped where it is asked for', async () => {
      expect(await echo('plain', '/apix')).toMatchObject({ pool: 'echo', path: '/apix' });
      expect(await echo('plain', '/api')).toMatchObject({ pool: 'canary', path: '/' });
      expect(await echo('plain', '/api/orders?x=1')).toMatchObject({ pool: 'canary', path: '/orders?x=1' });
      expect(await echo('plain', '/api/kept/deep')).toMatchObject({ pool: 'echo', path: '/api/kept/deep' });
      expect(await status('policies', '/elsewhere')).toBe(404);
    });

    test('another spelling of a path is no way around the policies of the path', async () => {
      for (const path of ['/most/../secret', '//secret', '/most/%2e%2e/secret', '/./secret'])
        expect({ path, status: await status('policies', path) }).toEqual({ path, status: 400 });
      expect(await status('policies', '/%73ecret')).toBe(401);
    });

    test('redirects keep the path', async () => {
      const permanent = await ask('old', '/a?b=c');
      expect({ status: permanent.statusCode, location: permanent.headers.location }).toEqual({
        status: 308,
        location: 'https://plain.acme.localhost/a?b=c',
      });
      expect((await ask('elsewhere', '/')).headers.location).toBe('https://www.example.com/');
      expect(await status('elsewhere', '/')).toBe(307);
    });

    test('a path leads to one page, with all below it', async () => {
      for (const path of ['/moved', '/moved/deeper?x=1']) {
        const moved = await ask('plain', path);
        expect({ status: moved.statusCode, location: moved.headers.location }).toEqual({ status: 308, location: '/api/kept' });
      }
      expect(await echo('plain', '/movedx')).toMatchObject({ path: '/movedx' });
    });

    test('a split sends each pool its share', async () => {
      const pools = await Promise.all(Array.from({ length: 200 }, async () => (await echo('split', '/')).pool));
      const canaries = pools.filter((pool) => pool === 'canary').length;
      // 50 of 200 on average; outside of this once in a hundred thousand runs.
      expect(canaries).toBeGreaterThan(22);
      expect(canaries).toBeLessThan(80);
    });

    test('headers, and the timeout of an answer', async () => {
      const forged = {
        'x-forwarded-for': '192.0.2.9',
        'x-client-certificate': 'forged',
        x_client_certificate: 'forged',
        'x.client.certificate': 'forged',
      };
      const answer = await ask('headers', '/', { headers: forged });
      const { headers } = JSON.parse(await text(answer)) as Echo;
      expect(answer.headers).toMatchObject({ 'x-served-by': 'appengine', 'x-content-type-options': 'nosniff' });
      expect(answer.headers).not.toHaveProperty('x-frame-options');
      expect(headers).toMatchObject({ 'x-tier': 'gold 100%', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'headers.acme.localhost' });
      // Nobody can say for himself where he comes from, or who he is.
      expect(headers['x-forwarded-for']).not.toContain('192.0.2.9');
      expect(Object.keys(headers).filter((name) => name.includes('certificate'))).toEqual([]);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(await status('headers', '/?wait=7000')).toBe(504);
    });

    test('limits of requests, of open requests and of bodies', async () => {
      const inTurn: (number | undefined)[] = [];
      for (let count = 0; count < 7; count++) inTurn.push(await status('policies', '/rate'));
      expect(inTurn).toEqual([200, 200, 200, 200, 200, 429, 429]);
      expect((await ask('policies', '/rate')).headers['retry-after']).toBe('10');
      const atOnce = await Promise.all([1, 2, 3, 4].map(() => status('policies', '/concurrent?wait=1000')));
      expect(atOnce.sort()).toEqual([200, 200, 429, 429]);
      expect(await status('policies', '/small', { method: 'POST', body: 'x'.repeat(1024), headers: { 'content-length': '1024' } })).toBe(
        200,
      );
      expect(await status('policies', '/small', { method: 'POST', body: 'x'.repeat(1025), headers: { 'content-length': '1025' } })).toBe(
        413,
      );
      expect(await status('policies', '/small', { method: 'POST', body: 'x', headers: { 'transfer-encoding': 'chunked' } })).toBe(411);
    });

    test('a body of HTTP/2 that does not say its size is no way around its limit', async () => {
      const send = (method: string, body: string, headers = {}): Promise<number> =>
        sendByHttp2(project.tlsPort, 'policies.acme.localhost', authority, { ':method': method, ':path': '/small', ...headers }, body);
      expect(await send('POST', 'x'.repeat(1025))).toBe(411);
      expect(await send('GET', 'x'.repeat(1025))).toBe(411);
      expect(await send('POST', 'x')).toBe(411);
      expect(await send('POST', '')).toBe(200);
      expect(await send('POST', 'x'.repeat(1024), { 'content-length': '1024' })).toBe(200);
      expect(await send('POST', 'x'.repeat(1025), { 'content-length': '1025' })).toBe(413);
      await expect(send('POST', 'x'.repeat(1025), { 'content-length': '1024' })).rejects.toThrow(/^Stream closed/);
    });

    test('addresses, passwords and client certificates', async () => {
      expect(await status('policies', '/nobody')).toBe(403);
      expect(await status('policies', '/most')).toBe(200);
      expect(await status('policies', '/secret', credentials('guess'))).toBe(401);
      expect((await echo('policies', '/secret', credentials('open sesame'))).headers).not.toHaveProperty('authorization');
      await expect(status('mutual', '/')).rejects.toThrow();
      const { client } = platform;
      expect(new X509Certificate(client.cert).subject).toBe('CN=ana');
      expect((await echo('mutual', '/', client)).headers['x-client-certificate']).toBe('/CN=ana');
      // A connection for another host of the same tenant has proven nothing.
      expect(await status('plain', '/', { headers: { host: 'mutual.acme.localhost' } })).toBe(403);
    });

    test('pages', async () => {
      const closed = await ask('policies', '/closed');
      expect({ status: closed.statusCode, body: await text(closed) }).toEqual({ status: 503, body: '<h1>Back at noon</h1>' });
      const missing = await ask('policies', '/pages?status=404');
      expect({ status: missing.statusCode, body: await text(missing) }).toEqual({ status: 404, body: '<h1>Not here</h1>' });
      expect(await status('policies', '/pages?status=410')).toBe(410);
      const refused = await ask('policies', '/refused');
      expect({ status: refused.statusCode, body: await text(refused) }).toEqual({ status: 401, body: '<h1>Who are you?</h1>' });
      expect(refused.headers).toMatchObject({ 'www-authenticate': 'Basic realm="AppEngine"', 'content-type': 'text/html; charset=utf-8' });
      expect(await status('policies', '/refused', credentials('open sesame'))).toBe(200);
    });

    test('a browser stays with its replica, and gets less to load', async () => {
      const first = await ask('sticky', '/');
      const { replica } = JSON.parse(await text(first)) as Echo;
      const cookie = (first.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
      expect(first.headers['set-cookie']?.[0]).toMatch(/^appengine-replica=[0-9a-f]+; path=\/; HttpOnly; SameSite=Lax$/i);
      for (let count = 0; count < 6; count++) expect(await echo('sticky', '/', { headers: { cookie } })).toMatchObject({ replica });
      const packed = await ask('sticky', '/?padding=5000', { headers: { 'accept-encoding': 'gzip' } });
      expect(packed.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(await buffer(packed)).length).toBeGreaterThan(5000);
    });

    test('events arrive one by one, and an upgraded connection carries bytes both ways', async () => {
      const events = await ask('plain', '/events');
      const arrivals: number[] = [];
      events.on('data', () => arrivals.push(Date.now()));
      await new Promise((resolve) => events.once('end', resolve));
      expect(arrivals.length).toBe(3);
      expect((arrivals[2] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(100);

      const answer = await new Promise<string>((resolve, reject) => {
        const servername = 'plain.acme.localhost';
        const headers = { host: servername, connection: 'Upgrade', upgrade: 'echo' };
        request({ host: '127.0.0.1', port: project.tlsPort, servername, ca: authority, headers })
          .once('upgrade', (_, socket) => {
            socket.once('data', (data: Buffer) => {
              resolve(data.toString());
              socket.destroy();
            });
            socket.write('over and out');
          })
          .once('error', reject)
          .end();
      });
      expect(answer).toBe('over and out');
    });
  });
}
