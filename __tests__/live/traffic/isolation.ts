import { inParallel } from '../harness/in-parallel';
import type { Project } from '../harness/project';
import type { TrafficPlatform } from './platform';

/** Address of a container in one of its networks. */
interface Endpoint {
  readonly name: string;
  readonly network: string;
  readonly address: string;
}

const CONNECT_TIMEOUT_MS = 1500;
/** What the memory of a replica has room for. */
const AT_ONCE = 3;
/** What `connect` says of an address that cannot be reached: a program that did not run at all says none of it. */
const REFUSED = /^(timeout|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/;

/** What a program inside a replica has and reaches. */
export function isolation(platform: TrafficPlatform): void {
  describe('isolation', () => {
    let project: Project;
    let replica: string;

    beforeAll(async () => {
      ({ project } = platform);
      const [shop] = (await project.containers({ tenant: 'acme', role: 'replica', app: 'shop' })).keys();
      if (shop === undefined) throw new Error('acme has no shop');
      replica = shop;
    });

    async function read(path: string): Promise<string> {
      const { stdout, stderr } = await project.exec(replica, 'cat', path);
      expect(stderr).toBe('');
      return stdout;
    }

    /** The pseudo file of the pids or memory controller, in the layout of cgroup v2 or v1. */
    async function cgroup(v2: string, v1: string): Promise<string> {
      const unified = await project.exec(replica, 'cat', `/sys/fs/cgroup/${v2}`);
      return unified.exitCode === 0 ? unified.stdout.trim() : (await read(`/sys/fs/cgroup/${v1}`)).trim();
    }

    async function endpoints(tenant: string | undefined): Promise<readonly Endpoint[]> {
      const ids = await project.containers(tenant === undefined ? { role: 'router' } : { tenant });
      const inspected = await Promise.all([...ids.values()].map((id) => project.docker.getContainer(id).inspect()));
      return inspected.flatMap(({ Name, NetworkSettings }) =>
        Object.entries(NetworkSettings.Networks).map(([network, { IPAddress }]) => ({ name: Name.slice(1), network, address: IPAddress })),
      );
    }

    /** `connected`, or why not, as a program in `container` sees it. */
    async function connect(container: string, address: string, port: number): Promise<string> {
      const script = `const s = require('net').connect(${String(port)}, '${address}');
      s.setTimeout(${String(CONNECT_TIMEOUT_MS)}, () => { console.log('timeout'); process.exit(); });
      s.on('connect', () => { console.log('connected'); process.exit(); });
      s.on('error', (error) => { console.log(error.code); process.exit(); });`;
      return (await project.exec(container, 'node', '-e', script)).stdout.trim();
    }

    test('the process has no capability, gains none, is filtered and runs as its own uid', async () => {
      const status = Object.fromEntries((await read('/proc/1/status')).split('\n').map((line) => line.split(/:\s+/)));
      const inspected = await project.docker.getContainer(replica).inspect();
      const uid = inspected.Config.User.split(':')[0] ?? '';
      expect(Number(uid)).toBeGreaterThanOrEqual(10_000);
      expect(status).toMatchObject({
        CapInh: '0000000000000000',
        CapPrm: '0000000000000000',
        CapEff: '0000000000000000',
        CapBnd: '0000000000000000',
        CapAmb: '0000000000000000',
        NoNewPrivs: '1',
        Seccomp: '2',
        Uid: Array(4).fill(uid).join('\t'),
        Gid: Array(4).fill(uid).join('\t'),
      });
    });

    test('the root is read-only, and /tmp is small, nosuid, nodev and noexec', async () => {
      const mounts = (await read('/proc/self/mounts')).split('\n').map((line) => line.split(' '));
      const optionsOf = (path: string): readonly string[] =>
        mounts
          .filter(([, target]) => target === path)
          .at(-1)?.[3]
          ?.split(',') ?? [];
      expect(optionsOf('/')).toContain('ro');
      expect(optionsOf('/tmp')).toEqual(expect.arrayContaining(['rw', 'nosuid', 'nodev', 'noexec', 'size=16384k']));
      expect(optionsOf('/run/appengine-probe')).toContain('ro');
      expect((await project.exec(replica, 'touch', '/app/x')).stderr).toMatch(/Read-only file system/);
      expect((await project.exec(replica, 'touch', '/tmp/x')).exitCode).toBe(0);
    });

    test('memory, processes and open files are bounded', async () => {
      expect(await cgroup('pids.max', 'pids/pids.max')).toBe('256');
      expect(await cgroup('memory.max', 'memory/memory.limit_in_bytes')).toBe(String(96 * 1024 * 1024));
      expect(await read('/proc/1/limits')).toMatch(/Max processes\s+2048\s+2048/);
      expect(await read('/proc/1/limits')).toMatch(/Max open files\s+4096\s+4096/);
    });

    test('no container publishes ports but the router, on 127.0.0.1 alone', async () => {
      for (const [name, id] of await project.containers()) {
        const { NetworkSettings } = await project.docker.getContainer(id).inspect();
        const published = Object.values(NetworkSettings.Ports).flatMap((bindings) => (bindings as { HostIp: string }[] | null) ?? []);
        expect({ name, addresses: published.map(({ HostIp }) => HostIp) }).toEqual({
          name,
          // For HTTP and for TLS.
          addresses: name.includes('-router-') ? ['127.0.0.1', '127.0.0.1'] : [],
        });
      }
    });

    test('a replica reaches the address of its own gateway, so that the refusals below mean something', async () => {
      const own = (await endpoints('acme')).find(
        ({ name, network }) => name.includes('-gateway-') && network === `${project.instance}-acme-apps`,
      );
      // The gateway closes the connection at once, maybe before the client has looked at it, but there is one.
      expect(await connect(replica, own?.address ?? '', 8080)).toMatch(/^(connected|ECONNRESET)$/);
    });

    test('a tenant reaches no container of another tenant, and no port of the router', async () => {
      const foreign = [...(await endpoints('globex')), ...(await endpoints(undefined))];
      expect(foreign.length).toBeGreaterThanOrEqual(5);
      const targets = foreign.flatMap((endpoint) => [8080, 8081, 8443].map((port) => ({ ...endpoint, port })));
      await inParallel(targets, AT_ONCE, async (target) => {
        const outcome = await connect(replica, target.address, target.port);
        expect({ ...target, outcome }).toMatchObject({ outcome: expect.stringMatching(REFUSED) });
      });
    });

    test('a tenant reaches no published port over an address of the host', async () => {
      const networks = await project.docker.listNetworks({ filters: { label: [`appengine.instance=${project.instance}`] } });
      const hosts = networks.map(({ IPAM }) => IPAM?.Config?.[0]?.Gateway ?? 'none');
      expect(hosts.length).toBeGreaterThanOrEqual(4);
      const targets = hosts.flatMap((host) => [project.port, project.tlsPort].map((port) => ({ host, port })));
      await inParallel(targets, AT_ONCE, async ({ host, port }) => {
        expect({ host, port, outcome: await connect(replica, host, port) }).toMatchObject({ outcome: expect.stringMatching(REFUSED) });
      });
    });

    test('a gateway answers nobody but the router, and its health check nobody outside', async () => {
      const own = (await endpoints('acme')).find(
        ({ name, network }) => name.includes('-gateway-') && network === `${project.instance}-acme-apps`,
      );
      for (const host of ['shop.acme.localhost', 'shop.globex.localhost']) {
        const script = `require('http').get({ host: '${own?.address ?? ''}', port: 8080, headers: { host: '${host}' } }, (r) => console.log(r.statusCode))
        .on('error', (error) => console.log(error.code))`;
        expect({ host, outcome: (await project.exec(replica, 'node', '-e', script)).stdout.trim() }).toEqual({
          host,
          outcome: 'ECONNRESET',
        });
      }
      expect(await connect(replica, own?.address ?? '', 8081)).toMatch(REFUSED);
    });

    test("a tenant's network is internal: the engine forwards nothing out of it", async () => {
      const network = await project.docker.getNetwork(`${project.instance}-acme-apps`).inspect();
      expect(network).toMatchObject({ Internal: true, EnableIPv6: false });
    });
  });
}
