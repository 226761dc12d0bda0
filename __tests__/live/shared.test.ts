import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeLive } from './harness/describe-live';
import type { CommandResult } from './harness/command';
import { failsNoRequest } from './harness/fails-no-request';
import { Project } from './harness/project';
import { secretsFound } from './services/leaks';
import { CONNECTIONS, SHOP_HOST, type SharedScenario } from './shared/fixture/scenario';

const INSTANCE = 'shrlive';
const REQUESTS_PER_SECOND = 40;
const HOST = 'orders.postgres.shared.appengine.internal';

/** Two tenants on one PostgreSQL: what each of them has, and what it cannot do to the other. */
describeLive('shared', () => {
  let project: Project;
  const scenario: SharedScenario = { bound: ['shop', 'desk'], storage: 64, shop: 'shared' };

  beforeAll(async () => {
    project = await Project.fixture(INSTANCE, {}, 'live/shared');
    await deploy(scenario);
  });

  afterAll(() => project.remove());

  async function run(...command: readonly string[]): Promise<CommandResult> {
    const result = await project.appengine(...command);
    if (result.exitCode !== 0)
      throw new Error(`${command.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  async function deploy(next: SharedScenario): Promise<void> {
    writeFileSync(join(project.directory, 'scenario.json'), JSON.stringify(next));
    await run('up');
  }

  const container = async (app: string): Promise<string> => {
    const [name] = [...(await project.containers({ app })).keys()].filter((candidate) => !candidate.includes('-gateway-'));
    if (name === undefined) throw new Error(`no container of ${app}`);
    return name;
  };
  const inApp = async (app: string, ...command: readonly string[]): Promise<CommandResult> =>
    project.exec(await container(app), ...command);
  const read = async (app: string, file: string): Promise<string> => (await inApp(app, 'cat', `/bindings/orders/${file}`)).stdout;
  const psql = (app: string, uri: string, ...statements: readonly string[]): Promise<CommandResult> =>
    inApp(app, 'psql', '--no-psqlrc', '--quiet', '--tuples-only', '--no-align', ...statements.flatMap((text) => ['--command', text]), uri);
  /** Statements as the app itself would send them: with the URI of its binding. */
  const sql = async (app: string, ...statements: readonly string[]): Promise<CommandResult> =>
    psql(app, await read(app, 'uri'), ...statements);
  /** Waits until an answer has what is expected: the server looks by itself. */
  async function until(look: () => Promise<string>, expected: RegExp): Promise<void> {
    let said = await look();
    for (let attempt = 0; attempt < 80 && !expected.test(said); attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      said = await look();
    }
    expect(said).toMatch(expected);
  }

  test('both tenants write and read, under names that tell nothing', async () => {
    expect(await read('shop', 'uri')).toMatch(
      /^postgresql:\/\/u[0-9a-f]{16}:[0-9A-Za-z]{32}@orders\.postgres\.shared\.appengine\.internal:5432\/d[0-9a-f]{16}\?sslmode=verify-full&sslrootcert=\/bindings\/orders\/ca\.crt$/,
    );
    for (const app of ['shop', 'clerk']) {
      expect(await sql(app, 'CREATE TABLE notes (text text)', `INSERT INTO notes VALUES ('${app}')`)).toMatchObject({ exitCode: 0 });
      expect((await sql(app, 'SELECT text FROM notes')).stdout.trim()).toBe(app);
    }
    // An app of the tenant shares what another one has made.
    expect((await sql('desk', 'SELECT text FROM notes')).stdout.trim()).toBe('shop');
    const { stdout } = await sql('clerk', 'SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles');
    expect(stdout).not.toMatch(/acme|globex|shop|desk|orders/);
  });

  test('no password is in a state, a configuration, a log or an answer of the engine', async () => {
    const { found, looked } = await secretsFound(project, [await read('shop', 'password'), await read('clerk', 'password')]);
    process.stdout.write(`    shared: 2 values looked for in ${String(looked)} texts, ${String(found.length)} found\n`);
    expect(found).toEqual([]);
  });

  test('an operator sees plans and shares, and opens a client', async () => {
    const { catalogue } = JSON.parse((await run('services', '--catalogue', '--json')).stdout) as { catalogue: unknown };
    expect(catalogue).toMatchObject([
      { type: 'postgres', memory: 1024, shared: { databases: 3, connections: CONNECTIONS, storage: 64, memory: 384 } },
    ]);
    expect((await run('services', '--catalogue')).stdout).toMatch(
      /postgres +PostgreSQL 17 +shared +64 MiB of data and 12 connections at most/,
    );
    const { services } = JSON.parse((await run('services', '--json')).stdout) as { services: unknown };
    expect(services).toMatchObject([
      {
        tenant: 'acme',
        name: 'orders',
        shared: { storage: 64 },
        usedBy: ['shop', 'desk', 'tables', 'front'],
        isHealthy: true,
        problems: [],
      },
      { tenant: 'globex', name: 'orders', used: expect.any(Number) as number, usedBy: ['clerk'], isHealthy: true },
    ]);
    const { stdout } = await run('connect', 'globex/orders', '--', '--tuples-only', '--command', 'SELECT text, current_user FROM notes');
    expect(stdout).toMatch(/clerk \| postgres/);
  });

  test('a second plan has nothing to do, and an audit finds nothing', async () => {
    for (const stack of ['platform', 'acme', 'globex']) expect(await project.plan(stack)).toMatchObject({ exitCode: 0 });
    const { stdout } = await project.appengine('audit', '--json');
    const ids = [...stdout.matchAll(/"SDG-15\.[34]"/g)];
    expect(stdout).toContain('{');
    expect(ids.length === 0 || !/"rule":\s*"SDG-15\.[34]"[^}]*"status":\s*"fail"/.test(stdout)).toBe(true);
  });

  test('neither reaches the database of the other, nor rules the server', async () => {
    const theirs = await read('shop', 'database');
    const own = await read('clerk', 'uri');
    for (const [uri, refusal] of [
      [own.replace(/\/d[0-9a-f]{16}/, `/${theirs}`), /permission denied for database/],
      [own.replace(/\/d[0-9a-f]{16}/, '/postgres'), /permission denied for database/],
      [own.replace(/\/d[0-9a-f]{16}/, '/template1'), /permission denied for database/],
      [own.replace(/u[0-9a-f]{16}/, await read('shop', 'username')), /password authentication failed/],
      [own.replace(/u[0-9a-f]{16}/, 'postgres'), /password authentication failed/],
      [own.replace('verify-full', 'disable'), /no pg_hba.conf entry/],
    ] as const) {
      expect((await psql('clerk', uri, 'SELECT 1')).stderr).toMatch(refusal);
    }
    const database = await read('clerk', 'database');
    for (const statement of [
      "COPY (SELECT 1) TO PROGRAM 'id'",
      "SELECT pg_read_file('/data/tls/ca.pem')",
      'CREATE ROLE other',
      'CREATE DATABASE other',
      'SET ROLE postgres',
      'SELECT * FROM pg_stat_activity',
      'SELECT rolpassword FROM pg_authid',
      `ALTER DATABASE ${database} CONNECTION LIMIT 100`,
      `ALTER DATABASE ${database} RESET default_transaction_read_only`,
      `DROP DATABASE ${database}`,
      "SET temp_file_limit = '10GB'",
    ]) {
      expect({ statement, ...(await sql('clerk', statement)) }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/denied|must|cannot drop/) as string,
      });
    }
  });

  test('nobody reaches the server but by the gateway of its own service', async () => {
    const addresses = async (app: string): Promise<readonly string[]> => {
      const names = [...(await project.containers({ app })).keys()];
      const found = await Promise.all(names.map((name) => project.docker.getContainer(name).inspect()));
      return found
        .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress))
        .filter(Boolean);
    };
    const opens = async (app: string, host: string, port: number): Promise<boolean> =>
      (
        await inApp(
          app,
          'timeout',
          '3',
          'bash',
          '-c',
          `exec 3<>/dev/tcp/${host}/${String(port)} && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && read -t 2 -n 1 <&3`,
        )
      ).exitCode === 0;
    const gateways = await addresses('orders');
    const server = await addresses('shared-postgres');
    expect(server.length).toBeGreaterThan(1);
    const ways = [
      ...['stranger', 'clerk'].flatMap((app) => server.map((address) => [app, address, 5432] as const)),
      ['stranger', HOST, 5432] as const,
      ...['stranger', 'clerk'].flatMap((app) => gateways.flatMap((address) => [8081, 8082].map((port) => [app, address, port] as const))),
    ];
    const opened = await Promise.all(
      ways.map(async ([app, address, port]) => ((await opens(app, address, port)) ? [`${app} ${address} ${String(port)}`] : [])),
    );
    expect(opened.flat()).toEqual([]);
    // Gateways share a network with the server, and pass on nothing that comes from there.
    const { stdout } = await inApp('clerk', 'getent', 'hosts', HOST);
    const [own = ''] = stdout.split(/\s/);
    const uri = (await read('clerk', 'uri')).replace(HOST, own);
    expect(await psql('clerk', uri, 'SELECT 1')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/server certificate for .* does not match host name/) as string,
    });
    expect(await psql('clerk', await read('clerk', 'uri'), 'SELECT 1')).toMatchObject({ exitCode: 0 });
    const untrusted = (await read('clerk', 'uri')).replace(/&sslrootcert=.*/, '&sslrootcert=/etc/ssl/certs/ca-certificates.crt');
    expect((await psql('clerk', untrusted, 'SELECT 1')).exitCode).toBe(2);
  });

  test('connections, memory and storage of one are not those of the other', async () => {
    const uri = await read('clerk', 'uri');
    const held = Array.from({ length: CONNECTIONS }, () => psql('clerk', uri, 'SELECT pg_sleep(15)'));
    await until(async () => (await psql('clerk', uri, 'SELECT 1')).stderr, /too many connections for database/);
    expect(await sql('shop', 'SELECT 1')).toMatchObject({ exitCode: 0 });
    await Promise.all(held);

    const greedy = "SET work_mem = '10GB'";
    expect(
      (await psql('clerk', uri, greedy, 'SELECT count(*) FROM (SELECT DISTINCT md5(g::text) FROM generate_series(1, 3000000) g) s')).stderr,
    ).toMatch(/out of memory/);
    expect((await sql('shop', "SELECT pg_postmaster_start_time() < now() - interval '10 seconds'")).stdout.trim()).toBe('t');

    await psql('clerk', uri, 'CREATE TABLE much (text text)');
    const more = "INSERT INTO much SELECT repeat('x', 1000) FROM generate_series(1, 4000)";
    await until(async () => (await psql('clerk', uri, more)).stderr, /read-only transaction/);
    const { services } = JSON.parse((await project.appengine('services', '--json')).stdout) as {
      services: readonly { problems: readonly string[] }[];
    };
    expect(services[1]?.problems).toEqual([expect.stringMatching(/storage of 64 MiB, and is read-only/)]);
    expect(await sql('shop', 'INSERT INTO notes VALUES (1)')).toMatchObject({ exitCode: 0 });
    // Whoever writes on nevertheless is shut out.
    const anyway = 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE';
    await until(async () => (await psql('clerk', uri, anyway, more)).stderr, /authentication failed|terminating connection/);
    await until(async () => (await psql('clerk', uri, 'SELECT 1')).stderr, /authentication failed/);
    const freed = await run(
      'connect',
      'globex/orders',
      '--',
      '--command',
      'SET default_transaction_read_only = off',
      '--command',
      'DROP TABLE much',
    );
    expect(freed.exitCode).toBe(0);
    await until(async () => (await psql('clerk', uri, "INSERT INTO notes VALUES ('again') RETURNING text")).stdout, /again/);
  });

  /** 99 of 100 transactions took no longer, in ms. */
  async function p99(app: string, clients: number, seconds: number): Promise<number> {
    const uri = await read(app, 'uri');
    await inApp(app, 'sh', '-c', 'rm -f /tmp/bench.*');
    const { exitCode, stderr } = await inApp(
      app,
      ...[
        'sh',
        '-c',
        `cd /tmp && exec pgbench --no-vacuum --client=${String(clients)} --time=${String(seconds)} --log --log-prefix=/tmp/bench "$0"`,
        uri,
      ],
    );
    if (exitCode !== 0) throw new Error(stderr);
    const { stdout } = await inApp(app, 'sh', '-c', "cat /tmp/bench.* | cut -d ' ' -f 3");
    const times = stdout
      .trim()
      .split('\n')
      .map(Number)
      .sort((a, b) => a - b);
    return (times[Math.floor(times.length * 0.99)] ?? NaN) / 1000;
  }

  test('one that does all it can leaves the other its share', async () => {
    for (const app of ['shop', 'clerk']) {
      const made = await inApp(app, 'pgbench', '--initialize', '--quiet', '--scale=1', await read(app, 'uri'));
      if (made.exitCode !== 0) throw new Error(made.stderr);
    }
    const alone = await p99('shop', 4, 6);
    const [together] = await Promise.all([p99('shop', 4, 6), p99('clerk', CONNECTIONS, 7)]);
    process.stdout.write(
      `    shared: p99 of a pgbench ${alone.toFixed(1)} ms alone, ${together.toFixed(1)} ms beside another one with all its connections\n`,
    );
    // Two cores are busy with both pgbench as well.
    expect(together).toBeLessThan(Math.max(4 * alone, 100));
  });

  /** Of orders that the web shop takes meanwhile: each is a row. */
  function withoutFailure(happens: () => Promise<unknown>): Promise<void> {
    return failsNoRequest({ port: project.port, host: SHOP_HOST }, REQUESTS_PER_SECOND, happens);
  }

  test('a rotation fails no request, and the credentials before are refused', async () => {
    const before = await read('front', 'uri');
    await withoutFailure(async () => {
      const { stdout } = await run('services', 'rotate', 'acme/orders', '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        rotated: [{ service: 'acme/orders', rotation: 2, users: ['desk-2', 'front-2', 'shop-2', 'tables-2'] }],
      });
    });
    expect((await psql('shop', before, 'SELECT 1')).stderr).toContain('password authentication failed');
    expect((await sql('shop', 'SELECT count(*) > 0 FROM notes')).stdout.trim()).toBe('t');
  });

  test('an app that is bound no more is shut out', async () => {
    const before = await read('desk', 'uri');
    await withoutFailure(() => deploy({ ...scenario, bound: ['shop'] }));
    await until(async () => (await psql('shop', before, 'SELECT 1')).stderr, /password authentication failed/);
  });

  test('a tenant that is removed keeps its data, unless that is to go as well', async () => {
    const before = await read('clerk', 'database');
    const shares = async (): Promise<string> => {
      const names = await project.exec(await container('shared-postgres'), 'agent', 'binding', 'users', 'globex', 'orders');
      return names.stdout.trim();
    };
    await run('down', '--only', 'globex');
    await until(async () => `users: ${await shares()}`, /^users: $/);
    await run('up', '--only', 'globex');
    expect(await read('clerk', 'database')).toBe(before);
    expect((await sql('clerk', 'SELECT text FROM notes')).stdout).toContain('again');
    expect((await run('down', '--only', 'globex', '--volumes', '--yes')).stdout).toContain('removed on shared servers: orders');
    await run('up', '--only', 'globex');
    expect((await sql('clerk', 'SELECT text FROM notes')).stderr).toContain('does not exist');
  });

  test('data moves to a server of its own', async () => {
    const orders = 'SELECT count(*) FROM orders';
    const { stdout: before } = await sql('shop', orders);
    expect(Number(before)).toBeGreaterThan(REQUESTS_PER_SECOND);
    await deploy({ ...scenario, bound: ['shop'], shop: 'stopped' });
    await deploy({ ...scenario, bound: ['shop'], shop: 'dedicated' });
    const { stdout } = await run('connect', 'acme/own-orders', '--', '--tuples-only', '--command', orders);
    expect(stdout.trim()).toBe(before.trim());
    expect(await read('front', 'host')).toBe('own-orders');
    await withoutFailure(() => new Promise((resolve) => setTimeout(resolve, 2000)));
  });
});
