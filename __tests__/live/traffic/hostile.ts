import { createSocket } from 'node:dgram';
import fc from 'fast-check';
import { MARKER, hostileHost, hostileRequest, type Surroundings } from '../fixture/hostile-hosts';
import { SMUGGLING } from '../fixture/smuggling';
import { clientHellos } from '../harness/client-hello';
import { isFull } from '../harness/full';
import { get } from '../harness/http';
import { http2Request } from '../harness/http2-frames';
import { getSecurely } from '../harness/https';
import { inParallel } from '../harness/in-parallel';
import { PacketCount } from '../harness/packet-count';
import type { Project } from '../harness/project';
import type { TrafficPlatform } from './platform';
import { exchange, statusesOf } from '../harness/raw';

/** Says what it was asked. */
const ACME = 'plain.acme.localhost';
/** A page. */
const GLOBEX = 'shop.globex.localhost';
/** The same cases in every run; in a full one others every day. */
const SEED = isFull ? Math.floor(Date.now() / 86_400_000) : 20261125;
const [PLAIN_CASES, HANDSHAKE_CASES, TLS_CASES] = isFull ? [5000, 4500, 500] : [1500, 1350, 150];
const AT_ONCE = 24;

/** What clients try that no browser would. */
export function hostileClients(platform: TrafficPlatform): void {
  describe('hostile clients', () => {
    let project: Project;
    let authority: string;
    let before: ReadonlyMap<string, unknown>;

    beforeAll(async () => {
      ({ project, authority } = platform);
      before = await lives();
      process.stdout.write(`    seed ${String(SEED)}\n`);
    });

    /** Of a request by HTTP/2. */
    const usual = [
      [':method', 'POST'],
      [':scheme', 'https'],
      [':authority', ACME],
      [':path', '/'],
    ] as const;

    /** What changes when a container ends, is replaced or falls ill. */
    async function lives(): Promise<ReadonlyMap<string, unknown>> {
      const entries = [...(await project.containers())].map(async ([name, id]) => {
        const { RestartCount, State } = await project.docker.getContainer(id).inspect();
        return [name, { id, RestartCount, StartedAt: State.StartedAt, health: State.Health?.Status }] as const;
      });
      return new Map(await Promise.all(entries));
    }

    async function surroundings(): Promise<Surroundings> {
      const ids = await project.containers();
      const inspected = await Promise.all([...ids.values()].map((id) => project.docker.getContainer(id).inspect()));
      const networks = inspected.flatMap(({ NetworkSettings }) => Object.entries(NetworkSettings.Networks));
      return {
        served: [ACME, GLOBEX],
        names: [...new Set([...ids.keys(), ...networks.map(([name]) => name), 'router.ingress', 'appengine.internal'])],
        addresses: networks.map(([, { IPAddress }]) => IPAddress).filter((address) => address !== ''),
      };
    }

    /** Whose an answer is. */
    function tenantIn(answer: string): string {
      return answer.includes('"pool":"') ? 'acme' : answer.includes(' 200 ') ? 'globex' : 'nobody';
    }

    /** Whose a host is, as HTTP reads it: in any case, with or without a port and a last dot. */
    function tenantOf(host: string): string {
      const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '').trim();
      return name === ACME ? 'acme' : name === GLOBEX ? 'globex' : 'nobody';
    }

    /** Counts what the router, and the engine that looks names up for it, would send to a name server. */
    async function lookups(): Promise<readonly PacketCount[]> {
      const [router = ''] = (await project.containers({ role: 'router' })).values();
      const { NetworkSettings } = await project.docker.getContainer(router).inspect();
      const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
      const counts: PacketCount[] = [];
      for (const protocol of ['udp', 'tcp']) {
        for (const address of addresses) {
          for (const chain of ['FORWARD', 'INPUT']) {
            const name = `${project.instance}-${chain}-${protocol}-${address}`;
            counts.push(await PacketCount.start(name, chain, '-s', address, '-p', protocol, '--dport', '53'));
          }
        }
        const named = ['--dport', '53', '-m', 'string', '--algo', 'bm', '--string', MARKER];
        counts.push(await PacketCount.start(`${project.instance}-OUTPUT-${protocol}`, 'OUTPUT', '-p', protocol, ...named));
      }
      return counts;
    }

    test(`${String(PLAIN_CASES + HANDSHAKE_CASES + TLS_CASES)} hosts and names lead to no foreign tenant, end no container, and are asked of no name server`, async () => {
      const host = hostileHost(await surroundings());
      const counts = await lookups();
      const wrong: string[] = [];
      const outcomes = new Map<string, number>();
      const note = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      try {
        await inParallel(fc.sample(hostileRequest(host), { seed: SEED, numRuns: PLAIN_CASES }), AT_ONCE, async (request) => {
          const answer = (await exchange(project.port, request.bytes)).toString('latin1');
          note(`plain ${answer.slice(9, 12)}`);
          const tenant = tenantIn(answer);
          if (tenant !== 'nobody' && tenant !== tenantOf(request.host))
            wrong.push(`${tenant}: ${JSON.stringify(request.bytes.toString('latin1'))}`);
        });

        const helloFor = await clientHellos();
        await inParallel(fc.sample(host, { seed: SEED, numRuns: HANDSHAKE_CASES }), AT_ONCE, async (name) => {
          const answer = await exchange(project.tlsPort, helloFor(Buffer.from(name, 'latin1')));
          const outcome = answer.length === 0 ? 'closed' : answer[0] === 0x16 ? 'taken' : 'alert';
          note(`handshake ${outcome}`);
          if (outcome === 'taken' && tenantOf(name) === 'nobody') wrong.push(`handshake: ${JSON.stringify(name)}`);
        });

        const secure = { servername: ACME, ca: authority, ALPNProtocols: ['http/1.1'] };
        await inParallel(fc.sample(hostileRequest(host), { seed: SEED + 1, numRuns: TLS_CASES }), 8, async (request) => {
          const answer = (await exchange(project.tlsPort, request.bytes, secure)).toString('latin1');
          note(`TLS ${answer.slice(9, 12)}`);
          if (tenantIn(answer) === 'globex') wrong.push(`globex: ${JSON.stringify(request.bytes.toString('latin1'))}`);
        });

        process.stdout.write(`    ${JSON.stringify(Object.fromEntries([...outcomes].sort()))}\n`);
        expect(wrong).toEqual([]);
        for (const count of counts) expect(await count.packets()).toBe(0);
        // What would have been counted.
        await sendLookup();
        expect(await counts.at(-1 - counts.length / 2)?.packets()).toBe(1);
      } finally {
        for (const count of counts) await count.stop();
      }
      expect(await lives()).toEqual(before);
      expect((await get(project.port, ACME)).status).toBe(200);
      expect((await getSecurely(project.tlsPort, GLOBEX, authority)).status).toBe(200);
    });

    /** To this machine, where nobody answers. */
    function sendLookup(): Promise<void> {
      return new Promise((resolve, reject) => {
        const socket = createSocket('udp4');
        socket.send(MARKER, 53, '127.0.0.1', (error) => {
          socket.close();
          if (error === null) resolve();
          else reject(error);
        });
      });
    }

    /** How often the app read a request, by its note. */
    async function notesRead(): Promise<readonly string[]> {
      const replicas = await project.containers({ role: 'replica', tenant: 'acme' });
      const logs = await Promise.all(
        [...replicas.values()].map((id) => project.docker.getContainer(id).logs({ stdout: true, stderr: true, follow: false })),
      );
      return logs.flatMap((log) => [...log.toString('latin1').matchAll(/read (\S+)/g)].map(([, note = '']) => note));
    }

    test('what a test sends by hand arrives, and is counted', async () => {
      await exchange(project.port, `GET /?note=control-plain HTTP/1.1\r\nHost: ${ACME}\r\nConnection: close\r\n\r\n`);
      const headers = [...usual.slice(0, 3), [':path', '/?note=control-h2'] as const];
      await exchange(project.tlsPort, http2Request(headers, 'a body'), { servername: ACME, ca: authority, ALPNProtocols: ['h2'] });
      expect((await notesRead()).filter((note) => note.startsWith('control')).sort()).toEqual(['control-h2', 'control-plain']);
    });

    test('no request gets past the gateway inside of another, and nobody gets the answer of somebody else', async () => {
      let isOver = false;
      let honest = 0;
      const mixed: string[] = [];
      const client = async (number: number): Promise<void> => {
        for (let count = 0; !isOver; count++) {
          const path = `/honest-${String(number)}-${String(count)}`;
          const { status, body } = await get(project.port, ACME, path);
          honest++;
          if (status !== 200 || (JSON.parse(body) as { path: string }).path !== path)
            mixed.push(`${path}: ${String(status)} ${body.slice(0, 200)}`);
        }
      };
      const clients = [1, 2, 3, 4].map(client);

      // The gateway answers it with 403: whatever reads it elsewhere has been tricked.
      const hidden = (note: string): string => `GET /nobody?note=${note} HTTP/1.1\r\nHost: policies.acme.localhost\r\n\r\n`;
      const secure = { servername: ACME, ca: authority, ALPNProtocols: ['http/1.1'] };
      const seen: Record<string, string> = {};
      await inParallel([...SMUGGLING.entries()], 8, async ([index, { name, bytes }]) => {
        const plain = await exchange(project.port, Buffer.from(bytes(ACME, hidden(`hidden-plain-${String(index)}`)), 'latin1'));
        const tls = await exchange(project.tlsPort, Buffer.from(bytes(ACME, hidden(`hidden-tls-${String(index)}`)), 'latin1'), secure);
        seen[name] = `${statusesOf(plain).join(' ')} | ${statusesOf(tls).join(' ')}`;
        expect({ name, upgraded: [...statusesOf(plain), ...statusesOf(tls)].includes(101) }).toEqual({ name, upgraded: false });
      });
      isOver = true;
      await Promise.all(clients);
      process.stdout.write(
        `    ${Object.entries(seen)
          .map(([name, statuses]) => `${name}: ${statuses}`)
          .join('\n    ')}\n`,
      );
      process.stdout.write(`    ${String(SMUGGLING.length)} tricks, ${String(honest)} honest requests meanwhile\n`);
      expect(mixed).toEqual([]);
      expect(honest).toBeGreaterThan(100);
      expect((await notesRead()).filter((note) => note.startsWith('hidden'))).toEqual([]);
      expect(await lives()).toEqual(before);
    });

    const smuggled = 'GET /nobody?note=hidden-h2 HTTP/1.1\r\nHost: policies.acme.localhost\r\n\r\n';

    test.each<readonly [string, readonly (readonly [string, string])[]]>([
      ['transfer-encoding', [...usual, ['transfer-encoding', 'chunked']]],
      ['connection', [...usual, ['connection', 'transfer-encoding']]],
      ['a length that is too small', [...usual, ['content-length', '0']]],
      ['a length that is too large', [...usual, ['content-length', '9999']]],
      ['two lengths', [...usual, ['content-length', '0'], ['content-length', String(smuggled.length)]]],
      ['a line end in a value', [...usual, ['x-tier', 'gold\r\ntransfer-encoding: chunked']]],
      ['a line feed in a value', [...usual, ['x-tier', 'gold\ncontent-length: 0']]],
      ['a line end in a name', [...usual, ['x: y\r\ntransfer-encoding', 'chunked']]],
      ['a colon in a name', [...usual, ['transfer-encoding:chunked', 'x']]],
      ['an upper-case name', [...usual, ['Transfer-Encoding', 'chunked']]],
      ['a line end in the path', [...usual.slice(0, 3), [':path', '/ HTTP/1.1\r\nHost: x\r\n\r\nGET /nobody?note=hidden-h2']]],
      ['a space in the path', [...usual.slice(0, 3), [':path', '/ HTTP/1.1']]],
      ['a line end in the method', [[':method', 'GET / HTTP/1.1\r\nx: y'], ...usual.slice(1)]],
      ['a line end in the authority', [...usual.slice(0, 2), [':authority', `${ACME}\r\nx: y`], [':path', '/']]],
      ['another host beside the authority', [...usual, ['host', 'policies.acme.localhost']]],
    ])('HTTP/2 with %s hides no request', async (_, headers) => {
      const secure = { servername: ACME, ca: authority, ALPNProtocols: ['h2'] };
      await exchange(project.tlsPort, http2Request(headers, smuggled), secure);
      expect((await notesRead()).filter((note) => note.startsWith('hidden'))).toEqual([]);
      expect((await get(project.port, ACME)).status).toBe(200);
      expect(await lives()).toEqual(before);
    });

    /** What a gateway answers that the router connects to, whoever was meant. */
    async function askAt(address: string, host: string): Promise<string> {
      const [router = ''] = (await project.containers({ role: 'router' })).keys();
      const script =
        'exec 3<>"/dev/tcp/$0/8080"; printf "GET / HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n" "$1" >&3; cat <&3';
      return (await project.exec(router, 'bash', '-c', script, address, host)).stdout;
    }

    test('whoever takes the address of a gateway that has gone gets none of its requests', async () => {
      const network = project.docker.getNetwork(`${project.instance}-ingress`);
      const gatewayOf = async (tenant: string): Promise<string> =>
        [...(await project.containers({ role: 'gateway', tenant })).values()][0] ?? '';
      const [acme, globex] = [await gatewayOf('acme'), await gatewayOf('globex')];
      const endpoint = async (id: string) =>
        (await project.docker.getContainer(id).inspect()).NetworkSettings.Networks[`${project.instance}-ingress`];
      const [left, taker] = [await endpoint(acme), await endpoint(globex)];
      await network.disconnect({ Container: globex, Force: true });
      // The router has just looked it up.
      expect((await get(project.port, ACME)).status).toBe(200);
      expect((await getSecurely(project.tlsPort, ACME, authority)).status).toBe(200);
      await network.disconnect({ Container: acme, Force: true });
      const end = Date.now() + 4000;
      const statuses: number[] = [];
      const asking = (async (): Promise<void> => {
        while (Date.now() < end) {
          const { status, body } = await get(project.port, ACME);
          statuses.push(status);
          expect(body).not.toContain('<html');
        }
      })();
      const handshaking = (async (): Promise<void> => {
        while (Date.now() < end) await expect(getSecurely(project.tlsPort, ACME, authority)).rejects.toThrow();
      })();
      await network.connect({
        Container: globex,
        EndpointConfig: { Aliases: taker?.Aliases ?? [], IPAMConfig: { IPv4Address: left?.IPAddress ?? '' } },
      });
      // However short the time was in which the router still knew the address: this is what it gets there.
      expect(await askAt(left?.IPAddress ?? '', ACME)).toMatch(/^HTTP\/1\.1 421 /);
      await Promise.all([asking, handshaking]);
      process.stdout.write(`    ${String(statuses.length)} requests for who had gone: ${[...new Set(statuses)].join(', ')}\n`);
      expect(statuses.every((status) => [404, 421, 503].includes(status))).toBe(true);
      expect((await endpoint(globex))?.IPAddress).toBe(left?.IPAddress);
    });
  });
}
