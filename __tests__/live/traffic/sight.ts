import { spawnSync } from 'node:child_process';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { AddressPlan } from '../../../constructs';
import { runCommand } from '../harness/command';
import { get } from '../harness/http';
import { http2Request } from '../harness/http2-frames';
import type { Project } from '../harness/project';
import type { TrafficPlatform } from './platform';
import { parseMetrics } from '../harness/prometheus';

const HOST = 'plain.acme.localhost';
const PORTS = { http: 8080, https: 8443, metrics: 9101 };
/** What clients say of themselves, and no log repeats. */
const SECRET = 'unsaid-7d1f';
/** A pipe takes this much as a whole. */
const LONGEST_LINE = 4096;

/** A line of an access log. */
type Entry = Readonly<Record<string, string | number>>;

/** What operators see of traffic, and what tenants do not. */
export function sight(platform: TrafficPlatform): void {
  describe('sight', () => {
    let project: Project;
    let authority: string;
    let gateway: string;
    let router: string;
    let app: string;

    beforeAll(async () => {
      ({ project, authority } = platform);
      [gateway, router, app] = await Promise.all([
        project.only('gateway', 'acme-gateway'),
        project.only('router', 'router'),
        project.only('replica', 'acme-echo'),
      ]);
    });

    /** Standard output of a container, which has to be UTF-8. */
    function output(container: string): string {
      const { stdout } = spawnSync('docker', ['logs', container], { env: { ...process.env, ...project.environment }, maxBuffer: 2 ** 28 });
      return new TextDecoder('utf-8', { fatal: true }).decode(stdout);
    }

    /** Lines of the access log: all that begin with a brace have to be JSON. */
    function entries(container: string): readonly Entry[] {
      const lines = output(container).split('\n');
      return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Entry);
    }

    async function entriesAfter(container: string, count: number, more: number): Promise<readonly Entry[]> {
      for (let patience = 50; patience > 0 && entries(container).length < count + more; patience--) await sleep(100);
      return entries(container).slice(count);
    }

    async function ask(
      path: string,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<{ headers: IncomingHttpHeaders; body: string }> {
      return new Promise((resolve, reject) => {
        const to = {
          host: '127.0.0.1',
          port: project.tlsPort,
          servername: HOST,
          ca: authority,
          agent: false as const,
          path,
          timeout: 15_000,
        };
        request({ ...to, headers: { host: HOST, ...headers } }, (answer) => {
          text(answer).then((body) => {
            resolve({ headers: answer.headers, body });
          }, reject);
        })
          .once('error', reject)
          .end();
      });
    }

    /** Sends bytes as they are, and waits for the first of the answer or the end. */
    function send(bytes: Buffer, isSecure: boolean, protocol = 'http/1.1'): Promise<void> {
      return new Promise((resolve) => {
        const to = { host: '127.0.0.1', port: isSecure ? project.tlsPort : project.port };
        const socket = isSecure ? connect({ ...to, servername: HOST, ca: authority, ALPNProtocols: [protocol] }) : connectPlain(to);
        socket.once(isSecure ? 'secureConnect' : 'connect', () => socket.write(bytes));
        socket.once('data', () => setTimeout(() => socket.destroy(), 20));
        socket.once('error', () => socket.destroy());
        socket.setTimeout(1000, () => socket.destroy());
        socket.once('close', () => {
          resolve();
        });
      });
    }

    test('a request has one id for client, app, gateway and router', async () => {
      const [before, beforeRouter] = [entries(gateway).length, entries(router).length];
      const own = await ask(`/own?token=${SECRET}`, {
        'x-request-id': 'my-own-id-1',
        authorization: `Bearer ${SECRET}`,
        cookie: `${SECRET}=1`,
      });
      const made = await ask('/made', { 'x-request-id': 'short' });
      const plain = await get(project.port, HOST, `/plain?token=${SECRET}`);
      const refused = await get(project.port, 'nobody.localhost', '/refused');

      const seen = [own.body, made.body, plain.body].map(
        (body) => (JSON.parse(body) as { headers: IncomingHttpHeaders }).headers['x-request-id'],
      );
      expect(seen[0]).toBe('my-own-id-1');
      expect(seen[1]).toMatch(/^[0-9a-f-]{36}$/);
      expect([own, made, plain].map(({ headers }) => headers['x-request-id'])).toEqual(seen);
      const logged = await entriesAfter(gateway, before, 3);
      expect(logged.map((entry) => entry.request_id).sort()).toEqual([...seen].sort());
      expect((await entriesAfter(router, beforeRouter, 4)).map((entry) => entry.request_id)).toEqual(
        expect.arrayContaining([seen[2], refused.headers['x-request-id']]),
      );
      expect(output(gateway) + output(router)).not.toContain(SECRET);

      const entry = logged.find(({ path }) => path === '/own');
      expect(entry).toMatchObject({
        kind: 'request',
        tenant: 'acme',
        app: 'echo',
        host: HOST,
        method: 'GET',
        status: 200,
        tls: 'TLSv1.3',
        protocol: 'HTTP/1.1',
        termination: '--',
        retries: 0,
      });
      expect(entry?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(entry?.upstream).toMatch(/^livetraffic-acme-echo-1-/);
      for (const field of ['bytes_in', 'bytes_out', 'queue_ms', 'connect_ms', 'response_ms', 'total_ms']) {
        expect({ field, value: entry?.[field] }).toEqual({ field, value: expect.any(Number) });
      }
    });

    test('whatever a client says, a line is one line of JSON', async () => {
      const [before, beforeRouter] = [entries(gateway).length, entries(router).length];
      const hostile = fc.oneof(
        fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
        fc
          .constantFrom('"', '\\', '"}\n{"kind":"forged"}', '\u0000\u001b[2J', '%', '?a', 'ä\u2028', '\ud800')
          .map((part) => Buffer.from(part)),
        fc.constantFrom('"', '\\', 'a', '\u00ff').map((part) => Buffer.from(part.repeat(8000), 'latin1')),
      );
      const requests = fc.sample(fc.tuple(hostile, hostile, hostile, fc.boolean()), { numRuns: 80, seed: 5 });
      for (const [path, host, header, isSecure] of requests) {
        const parts = ['GET /', path, ' HTTP/1.1\r\nHost: ', isSecure ? HOST : '', host, '\r\nX-Request-Id: ', header, '\r\n\r\n'];
        await send(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))), isSecure);
        const pseudo = [
          [':method', 'GET'],
          [':scheme', 'https'],
          [':path', `/${path.toString('latin1')}`],
          [':authority', `${HOST}${host.toString('latin1')}`],
        ] as const;
        await send(http2Request([...pseudo, ['x-request-id', header.toString('latin1')]]), true, 'h2');
      }
      // One that only quotes can make long, and that is still served.
      await send(Buffer.from(`GET /${'"'.repeat(8000)} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`), true);

      const logged = [...(await entriesAfter(gateway, before, 81)), ...(await entriesAfter(router, beforeRouter, 161))];
      expect(logged.length).toBeGreaterThan(200);
      expect(logged.filter(({ kind }) => kind !== 'request' && kind !== 'connection')).toEqual([]);
      const lines = [output(gateway), output(router)].join('\n').split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(LONGEST_LINE);
      expect(lines.filter((line) => !/^[ -~]*$/.test(line))).toEqual([]);
    });

    test('a tenant reaches neither the traffic ports of its own gateway nor its metrics', async () => {
      const { NetworkSettings } = await project.docker.getContainer(gateway).inspect();
      const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
      expect(addresses).toHaveLength(3);
      const forged = `PROXY TCP4 192.0.2.1 192.0.2.2 1 2\\r\\n`;
      const plain = `GET /metrics HTTP/1.1\\r\\nHost: ${HOST}\\r\\nConnection: close\\r\\n\\r\\n`;
      for (const address of addresses) {
        for (const port of Object.values(PORTS)) {
          const script = `const s = require('net').connect(${String(port)}, '${address}', () => s.write('${port === PORTS.https ? forged : plain}'));
          let got = ''; s.on('data', (d) => (got += d)); s.setTimeout(1500, () => s.destroy()); s.on('error', () => {});
          s.on('close', () => console.log(JSON.stringify(got)));`;
          const { stdout } = await project.exec(app, 'node', '-e', script);
          expect({ address, port, got: stdout.trim() }).toEqual({ address, port, got: '""' });
        }
      }
    });

    test('from the network of operations, router and gateways tell their metrics, and nothing else', async () => {
      const inOperations = async (url: string): Promise<string> => {
        const { Image } = await project.docker.getContainer(app).inspect();
        const script = `fetch('${url}').then(async (r) => console.log(await r.text()), () => console.log('nothing'))`;
        const args = [
          'run',
          '--rm',
          '--network',
          `${project.instance}-operations`,
          '--ip',
          new AddressPlan(project.instance).scraper(0),
          '--entrypoint',
          'node',
          Image,
          '-e',
          script,
        ];
        const { stdout, stderr } = await runCommand('docker', args, { cwd: project.directory, environment: project.environment });
        if (stdout === '') throw new Error(stderr);
        return stdout.replace(/\n$/, '');
      };
      const gatewayMetrics = parseMetrics(await inOperations(`http://acme.metrics.appengine.internal:${String(PORTS.metrics)}/metrics`));
      expect(gatewayMetrics.get('haproxy_frontend_http_responses_total{proxy="https",code="2xx"}')).toBeGreaterThan(0);
      const routerMetrics = parseMetrics(await inOperations(`http://router.metrics.appengine.internal:${String(PORTS.metrics)}/metrics`));
      expect(routerMetrics.get('nginx_connections_active')).toBeGreaterThan(0);
      expect(routerMetrics.get('nginx_connections_opened_total')).toBeGreaterThan(100);
      expect(await inOperations(`http://acme.metrics.appengine.internal:${String(PORTS.http)}/`)).toBe('nothing');
    });

    test('the router answers while nobody prints its log, and goes on with it', async () => {
      const signal = async (name: string): Promise<void> => {
        const script = `for p in /proc/[0-9]*; do [ "$(cat "$p/comm")" != agent ] || kill -${name} "\${p#/proc/}"; done`;
        expect(await project.exec(router, 'sh', '-c', script)).toMatchObject({ exitCode: 0 });
      };
      await signal('STOP');
      for (let count = 0; count < 2000; count += 20) {
        const answers = await Promise.all(Array.from({ length: 20 }, () => get(project.port, 'shop.acme.example', '/')));
        expect(answers.every(({ status }) => status === 308)).toBe(true);
      }
      const before = entries(router).length;
      await signal('CONT');
      // What the socket could hold.
      expect((await entriesAfter(router, before, 20)).length).toBeGreaterThanOrEqual(20);
    });

    test('routes shows every host with its certificate and health', async () => {
      const { exitCode, stdout } = await project.appengine('routes', '--json');
      const { routes } = JSON.parse(stdout) as { routes: readonly Record<string, unknown>[] };
      expect(routes).toContainEqual({
        tenant: 'acme',
        host: `old.acme.localhost`,
        path: '/',
        redirect: { status: 308, url: `https://${HOST}` },
        certificate: { issuer: 'internal', ends: expect.any(String), daysLeft: 89 },
      });
      expect(routes).toContainEqual(
        expect.objectContaining({
          host: 'split.acme.localhost',
          pools: [
            { name: 'echo', weight: 75, healthy: 1, replicas: 1 },
            { name: 'canary', weight: 25, healthy: 2, replicas: 2 },
          ],
        }),
      );
      // Asks for a certificate of the client, which is no reason not to show its own.
      expect(routes).toContainEqual(
        expect.objectContaining({ host: 'mutual.acme.localhost', certificate: expect.objectContaining({ daysLeft: 89 }) }),
      );
      expect(exitCode).toBe(0);
      expect((await project.appengine('routes')).stdout).toMatch(
        /acme +plain\.acme\.localhost +\/api +canary +internal, 89 days left +2\/2 healthy/,
      );
    });
  });
}
