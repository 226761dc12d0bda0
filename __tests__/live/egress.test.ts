import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { NetworkNamespace } from '../attack/harness/network-namespace';
import { runCommand } from './harness/command';
import { selfSigned } from '../fixture/certificate';
import { describeLive } from './harness/describe-live';
import { Project } from './harness/project';
import type { EgressScenario } from './fixture/egress';

/** Says what it was asked, with and without TLS. */
const SERVER = `
const answer = (request, response) => response.end(JSON.stringify({ host: request.headers.host, names: Object.keys(request.headers).sort() }));
for (const port of [80, 8000]) require('http').createServer(answer).listen(port);
const tls = { key: process.env.TLS_PEM, cert: process.env.TLS_PEM };
for (const port of [443, 8443]) require('https').createServer(tls, answer).listen(port);
`;

/** Prints the status of the proxy, and what came through it: \`GET url\`, or \`TLS host:port name\`. */
const CLIENT = `
const http = require('http');
const [kind, target, name] = process.argv.slice(1);
const end = (outcome) => { console.log(outcome); process.exit(); };
const proxy = new URL(process.env.HTTP_PROXY);
const at = { host: proxy.hostname, port: proxy.port, timeout: 5000 };
const show = (answer) => {
  let body = '';
  answer.on('data', (part) => (body += part)).on('end', () => end(answer.statusCode + (answer.statusCode === 200 ? ' ' + body : '')));
};
const failed = (error) => end(error.code ?? error.message);
if (kind === 'GET') http.get({ ...at, path: target, headers: { host: new URL(target).host, 'x-forwarded-for': '192.0.2.1' } }, show).on('error', failed);
else http.request({ ...at, method: 'CONNECT', path: target }).on('connect', ({ statusCode }, socket) => {
  if (statusCode !== 200) end('refused ' + statusCode);
  const options = { socket, servername: name, rejectUnauthorized: false, headers: { host: name }, agent: false, createConnection: undefined };
  const secure = require('tls').connect(options, () => http.get({ createConnection: () => secure, headers: { host: name } }, show).on('error', failed));
  secure.on('error', failed).on('close', () => end('closed'));
}).on('error', failed).end();
`;

/** Asks the same until somebody says stop, and counts. */
const LOAD = `
const { execFileSync } = require('child_process');
const { existsSync } = require('fs');
const counts = {};
const once = () => new Promise((resolve) => {
  const request = require('http').request({ host: 'egress', port: 3128, method: 'CONNECT', path: 'allowed.example.test:443', timeout: 5000, agent: false });
  const done = (outcome) => { counts[outcome] = (counts[outcome] ?? 0) + 1; request.destroy(); resolve(); };
  request.on('connect', (answer, socket) => {
    if (answer.statusCode !== 200) return done('refused ' + answer.statusCode);
    const tls = require('tls').connect({ socket, servername: 'allowed.example.test', rejectUnauthorized: false });
    tls.on('secureConnect', () => { tls.destroy(); done('ok'); }).on('error', (error) => done(error.code ?? error.message));
  }).on('error', (error) => done(error.code ?? error.message)).end();
});
(async () => {
  while (!existsSync('/tmp/stop')) { await once(); await new Promise((next) => setTimeout(next, 20)); }
  console.log(JSON.stringify(counts));
})();
`;

const NAMES = ['allowed.example.test', 'denied.example.test', 'deep.sub.example.test', 'sub.example.test'];
const LIST = ['allowed.example.test', 'allowed.example.test:80', '*.sub.example.test'];

interface LogLine {
  readonly host: string;
  readonly port: string;
  readonly verdict: string;
  readonly status?: string;
  readonly name?: string;
}

/** What apps reach beyond their tenant. */
describeLive('egress', () => {
  let project: Project;
  let server: string;

  beforeAll(async () => {
    project = await Project.fixture('liveegress');
    writeFileSync(join(project.directory, 'main.ts'), `import '../../../__tests__/live/fixture/egress';\n`);
    await deploy({ version: 'one', destinations: LIST });
    server = await startServer();
  });

  afterAll(async () => {
    await project.docker
      .getContainer(server)
      .remove({ force: true })
      .catch(() => undefined);
    await project.remove();
  });

  async function deploy(scenario: EgressScenario): Promise<void> {
    writeFileSync(join(project.directory, 'egress.json'), JSON.stringify(scenario));
    const { exitCode, stdout, stderr } = await project.appengine('up');
    if (exitCode !== 0) throw new Error(`up ended with ${String(exitCode)}:\n${stdout}\n${stderr}`);
  }

  /** In every network that leads out of the host, under names that nobody else has. */
  async function startServer(): Promise<string> {
    const pem = selfSigned('test');
    const { Image } = (await project.docker.getContainer(await project.only('replica', 'acme-offline')).inspect()).Config;
    const networks = ['shop', 'mail', 'strict', 'crawler'].map((app) => `liveegress-acme-${app}-internet`);
    const container = await project.docker.createContainer({
      name: 'liveegress-server',
      Image,
      Cmd: ['node', '-e', SERVER],
      Env: [`TLS_PEM=${pem}`],
      HostConfig: { NetworkMode: networks[0] ?? '' },
      NetworkingConfig: { EndpointsConfig: { [networks[0] ?? '']: { Aliases: NAMES } } },
    });
    for (const network of networks.slice(1)) {
      await project.docker.getNetwork(network).connect({ Container: container.id, EndpointConfig: { Aliases: NAMES } });
    }
    await container.start();
    return container.id;
  }

  /** What an app gets by way of its proxy. */
  async function ask(app: string, ...request: readonly string[]): Promise<string> {
    const { stdout, stderr } = await project.exec(await project.only('replica', `acme-${app}`), 'node', '-e', CLIENT, ...request);
    return stdout.trim() + stderr.trim();
  }

  async function log(app: string): Promise<readonly LogLine[]> {
    const { stdout } = await runCommand('docker', ['logs', await project.only('egress', `acme-${app}-egress`)], {
      cwd: project.directory,
      environment: project.environment,
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** The outcome of a program in a container, without a proxy. */
  async function direct(app: string, script: string): Promise<string> {
    return (await project.exec(await project.only('replica', `acme-${app}`), 'node', '-e', script)).stdout.trim();
  }

  test('what is on the list is reached, and is told nothing about who asks', async () => {
    const plain = await ask('shop', 'GET', 'http://allowed.example.test/path?token=secret');
    expect(plain).toMatch(/^200 \{"host":"allowed\.example\.test"/);
    expect(plain).not.toMatch(/via|forwarded/i);
    expect(await ask('shop', 'TLS', 'allowed.example.test:443', 'allowed.example.test')).toMatch(/^200 \{"host":"allowed/);
    expect(await ask('shop', 'TLS', 'deep.sub.example.test:443', 'deep.sub.example.test')).toMatch(/^200 \{"host":"deep/);
  });

  test.each([
    ['another host', ['GET', 'http://denied.example.test/'], '403'],
    ['another host, by TLS', ['TLS', 'denied.example.test:443', 'denied.example.test'], 'refused 403'],
    ['another port', ['GET', 'http://allowed.example.test:8000/'], '403'],
    ['another port, by TLS', ['TLS', 'allowed.example.test:8443', 'allowed.example.test'], 'refused 403'],
    ['the name above a wildcard', ['TLS', 'sub.example.test:443', 'sub.example.test'], 'refused 403'],
    ['another scheme', ['GET', 'ftp://allowed.example.test:80/'], '403'],
    ['without TLS to its port', ['GET', 'http://allowed.example.test:443/'], '403'],
    ['the proxy itself', ['GET', 'http://egress:3128/squid-internal-mgr/menu'], '403'],
    ['the health of the proxy', ['TLS', 'health.invalid:443', 'health.invalid'], 'refused 403'],
  ])('%s is refused', async (_, request, outcome) => {
    expect(await ask('shop', ...request)).toBe(outcome);
  });

  test('an address is refused, however it is written', async () => {
    const { Networks } = (await project.docker.getContainer(server).inspect()).NetworkSettings;
    const address = Networks['liveegress-acme-shop-internet']?.IPAddress ?? '';
    const number = address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0);
    for (const host of [address, String(number), `0x${number.toString(16)}`, `[::ffff:${address}]`]) {
      expect({ host, outcome: await ask('shop', 'TLS', `${host}:443`, 'allowed.example.test') }).toEqual({ host, outcome: 'refused 403' });
    }
  });

  test('a tunnel carries no handshake for another name', async () => {
    expect(await ask('shop', 'TLS', 'allowed.example.test:443', 'denied.example.test')).toMatch(/^(ECONNRESET|closed)$/);
    expect(await log('shop')).toContainEqual(
      expect.objectContaining({ host: 'allowed.example.test', name: 'denied.example.test', verdict: 'TLS_NAME_REFUSED' }),
    );
  });

  test('a name that turns out to be in a private network is refused', async () => {
    expect(await ask('strict', 'TLS', 'allowed.example.test:443', 'allowed.example.test')).toBe('refused 403');
    expect(await ask('strict', 'GET', 'http://allowed.example.test/')).toBe('403');
  });

  test('two apps have two lists', async () => {
    expect(await ask('mail', 'GET', 'http://denied.example.test/')).toMatch(/^200 /);
    expect(await ask('mail', 'TLS', 'allowed.example.test:443', 'allowed.example.test')).toBe('refused 403');
  });

  test('the log tells host, port and verdict, and no path, query or header', async () => {
    const lines = await log('shop');
    expect(lines).toContainEqual(
      expect.objectContaining({ host: 'denied.example.test', port: '443', verdict: 'TCP_DENIED', status: '403' }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ host: 'allowed.example.test', port: '443', verdict: 'TCP_TUNNEL', status: '200' }),
    );
    expect(JSON.stringify(lines)).not.toMatch(/secret|path|192\.0\.2\.1|127\.0\.0\.1/);
    expect((await log('strict')).map(({ verdict }) => verdict.replace('_ABORTED', ''))).toEqual(['TCP_DENIED', 'TCP_DENIED']);
  });

  test('only an app with the Internet as its way out gets there without a proxy', async () => {
    const { Networks } = (await project.docker.getContainer(server).inspect()).NetworkSettings;
    const connect = (
      app: string,
    ): string => `const s = require('net').connect(80, '${Networks[`liveegress-acme-${app}-internet`]?.IPAddress ?? ''}');
      s.setTimeout(1500, () => { console.log('timeout'); process.exit(); });
      s.on('connect', () => { console.log('connected'); process.exit(); }).on('error', (e) => { console.log(e.code); process.exit(); });`;
    expect(await direct('crawler', connect('crawler'))).toBe('connected');
    for (const [from, to] of [
      ['offline', 'shop'],
      ['shop', 'shop'],
      ['mail', 'shop'],
      ['crawler', 'shop'],
      ['offline', 'crawler'],
    ] as const) {
      expect({ from, to, outcome: await direct(from, connect(to)) }).toMatchObject({
        outcome: expect.stringMatching(/^(timeout|E\w+UNREACH)$/),
      });
    }
  });

  test('the way out of the Internet app and of the proxies is their own network', async () => {
    const [crawler, shop] = [await project.only('replica', 'acme-crawler'), await project.only('egress', 'acme-shop-egress')];
    for (const [container, network] of [
      [crawler, 'liveegress-acme-crawler-internet'],
      [shop, 'liveegress-acme-shop-internet'],
    ] as const) {
      const { IPAM } = await project.docker.getNetwork(network).inspect();
      const bytes = (IPAM?.Config?.[0]?.Gateway ?? '').split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
      const routes = (await project.exec(container, 'cat', '/proc/net/route')).stdout;
      expect(/^\S+\s+00000000\s+([0-9A-F]+)/m.exec(routes)?.[1]).toBe(bytes.reverse().join('').toUpperCase());
    }
  });

  test('an app that is offline finds neither names outside nor a proxy', async () => {
    const asked = (how: string): string =>
      `const began = Date.now(); require('dns').promises.${how}.then((found) => found.address ?? String(found), (error) => error.code)
        .then((answer) => { console.log(answer, Date.now() - began); process.exit(); });`;
    for (const [how, name] of [
      ['resolve4', 'allowed.example.test'],
      ['resolve4', 'egress'],
      ['lookup', 'allowed.example.test'],
    ] as const) {
      const [answer, milliseconds] = (await direct('offline', asked(`${how}('${name}')`))).split(' ');
      // The system's resolver asks once, for a second; one of a program's own, as that of `resolve4`, asks as often as it likes.
      const isSoon = how !== 'lookup' || Number(milliseconds) < 5000;
      expect({ how, name, answer, isSoon }).toMatchObject({ answer: expect.stringMatching(/^E/) as string, isSoon: true });
    }
    expect(await direct('crawler', asked(`resolve4('allowed.example.test')`))).toMatch(/^10\./);
  });

  test('the guard of the engine drops what containers would send through the host to link-local addresses', async () => {
    const namespace = await NetworkNamespace.create('liveegress');
    const guard = async (...calls: readonly string[]): Promise<string> => {
      const script = `const guard = require(${JSON.stringify(join(packageRoot(), 'cli/engine/bridge-guard.ts'))});
        (async () => { for (const call of ${JSON.stringify(calls)}) await guard[call](); })();`;
      const tsx = join(packageRoot(), 'node_modules/tsx/dist/cjs/index.cjs');
      expect(await namespace.run(process.execPath, ['--require', tsx, '-e', script])).toMatchObject({ exitCode: 0, stderr: '' });
      const tables = await Promise.all(['filter', 'mangle'].map((table) => namespace.run('iptables', ['-w', '-t', table, '-S'])));
      return tables.map(({ stdout }) => stdout).join('');
    };
    const raised = await guard('raiseBridgeGuard', 'raiseBridgeGuard');
    expect(raised.split('\n').filter((line) => /^-[AN]/.test(line))).toEqual([
      '-N APPENGINE-BRIDGED',
      '-N APPENGINE-GUARD',
      '-N DOCKER-USER',
      '-A INPUT -j APPENGINE-GUARD',
      '-A APPENGINE-BRIDGED -m physdev --physdev-is-bridged -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      '-A APPENGINE-GUARD -s 10.64.0.0/10 -i docker0 -m conntrack --ctstate NEW -j DROP',
      '-A APPENGINE-GUARD -s 10.64.0.0/10 -i br-+ -m conntrack --ctstate NEW -j DROP',
      '-A DOCKER-USER -j APPENGINE-BRIDGED',
      '-N APPENGINE-GUARD',
      '-A FORWARD -j APPENGINE-GUARD',
      '-A APPENGINE-GUARD -s 10.64.0.0/10 -d 169.254.0.0/16 -i docker0 -j DROP',
      '-A APPENGINE-GUARD -s 10.64.0.0/10 -d 169.254.0.0/16 -i br-+ -j DROP',
    ]);
    expect(await guard('lowerBridgeGuard', 'lowerBridgeGuard')).not.toContain('APPENGINE');
    await namespace.remove();
  });

  test('the proxy is hardened like every container, and small', async () => {
    const proxy = await project.only('egress', 'acme-shop-egress');
    const status = (await project.exec(proxy, 'cat', '/proc/1/status')).stdout;
    expect(status).toMatch(/^CapBnd:\s+0{16}$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect((await project.exec(proxy, 'touch', '/etc/egress/x')).exitCode).not.toBe(0);
    const { memory_stats: memory } = await project.docker.getContainer(proxy).stats({ stream: false });
    process.stdout.write(`    memory of a proxy: ${(memory.usage / 2 ** 20).toFixed(1)} MiB\n`);
    expect(memory.usage).toBeLessThan(32 * 2 ** 20);
  });

  test('a deploy of the app leaves its proxy alone', async () => {
    const [proxy, replica] = [await project.only('egress', 'acme-shop-egress'), await project.only('replica', 'acme-shop')];
    await deploy({ version: 'two', destinations: LIST });
    expect(await project.only('egress', 'acme-shop-egress')).toBe(proxy);
    expect(await project.only('replica', 'acme-shop')).not.toBe(replica);
  });

  test('another list swaps the proxy under load, and leaves the app alone', async () => {
    const [proxy, replica] = [await project.only('egress', 'acme-shop-egress'), await project.only('replica', 'acme-shop')];
    const load = project.exec(replica, 'node', '-e', LOAD);
    await deploy({ version: 'two', destinations: [...LIST, 'denied.example.test:80'] });
    await project.exec(replica, 'touch', '/tmp/stop');
    const { stdout, stderr } = await load;
    process.stdout.write(`    while the list changed: ${stdout.trim()}${stderr}\n`);
    expect(await project.only('replica', 'acme-shop')).toBe(replica);
    expect(await project.only('egress', 'acme-shop-egress')).not.toBe(proxy);
    expect(await ask('shop', 'GET', 'http://denied.example.test/')).toMatch(/^200 /);
    const counts = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(counts)).toEqual(['ok']);
    expect(counts.ok).toBeGreaterThan(50);
  });

  test('a second plan is empty', async () => {
    for (const stack of ['platform', 'acme']) expect(await project.plan(stack)).toMatchObject({ exitCode: 0 });
  });

  test('nothing is left when it is gone', async () => {
    await project.docker.getContainer(server).remove({ force: true });
    await project.appengine('down', '--volumes', '--yes', '--keep-engine');
    expect(await project.leftovers()).toEqual([]);
  });
});
