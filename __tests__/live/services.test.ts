import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AddressPlan } from '../../constructs/network/address-plan';
import { packageRoot } from '../../constructs/package-root';
import { POSTGRES_PARAMETERS } from '../../constructs/services/postgres-parameters';
import { describeLive } from './harness/describe-live';
import { runCommand, type CommandResult } from './harness/command';
import { isFull } from './harness/full';
import { failsNoRequest } from './harness/fails-no-request';
import { secretsFound } from './services/leaks';
import { Project } from './harness/project';
import { PRINTED_FILE, SHOP_HOST, STRIPE_VARIABLE, TOKEN_FILE, type ServiceScenario } from './services/fixture/scenario';

const INSTANCE = 'svclive';
const STRIPE = 'a value that only the shop may have';
const TOKEN = 'another value that only the shop may have';
const PRINTED = 'a value that a command prints';
/** Orders and pages together, bounded, so that two cores also have time for the deploys. */
const REQUESTS_PER_SECOND = 50;
/** Ends of the server under write load. */
const KILLS = isFull ? 10 : 2;

/** Databases, caches and secrets of a tenant, and who reaches them. */
describeLive('services', () => {
  let project: Project;
  const scenario: ServiceScenario = { bound: ['shop'], memory: 256 };

  beforeAll(async () => {
    project = await Project.fixture(INSTANCE, { [STRIPE_VARIABLE]: STRIPE }, 'live/services');
    writeFileSync(join(project.directory, TOKEN_FILE), `${TOKEN}\n`, { mode: 0o600 });
    writeFileSync(join(project.directory, PRINTED_FILE), PRINTED, { mode: 0o600 });
    await deploy(scenario);
  });

  afterAll(() => project.remove());

  async function deploy(next: ServiceScenario, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    writeFileSync(join(project.directory, 'scenario.json'), JSON.stringify(next));
    const { exitCode, stdout, stderr } = await project.with(environment).appengine('up');
    if (exitCode !== 0) throw new Error(`up ended with ${String(exitCode)}:\n${stdout}\n${stderr}`);
  }

  const container = async (app: string): Promise<string> => {
    const [name] = [...(await project.containers({ app })).keys()];
    if (name === undefined) throw new Error(`no container of ${app}`);
    return name;
  };
  const inApp = async (app: string, ...command: readonly string[]): Promise<CommandResult> =>
    project.exec(await container(app), ...command);
  const read = async (app: string, file: string): Promise<string> => (await inApp(app, 'cat', file)).stdout;

  /** Statements as the app itself would send them: with the URI of its binding. */
  const sql = async (app: string, statement: string): Promise<CommandResult> =>
    inApp(app, 'psql', '--no-psqlrc', '--tuples-only', '--no-align', '--command', statement, await read(app, '/bindings/orders/uri'));
  const valkey = async (app: string, binding: string, ...command: readonly string[]): Promise<string> => {
    const uri = await read(app, `/bindings/${binding}/uri`);
    return (
      await inApp(app, 'valkey-cli', '--no-auth-warning', '--tls', '--cacert', `/bindings/${binding}/ca.crt`, '-u', uri, ...command)
    ).stdout.trim();
  };

  test('an app logs in as a user of its own, and what it makes belongs to the database', async () => {
    expect(await read('shop', '/bindings/orders/uri')).toMatch(
      /^postgresql:\/\/shop-1:[0-9A-Za-z]{32}@orders:5432\/orders\?sslmode=verify-full&sslrootcert=\/bindings\/orders\/ca\.crt$/,
    );
    expect((await sql('shop', 'SELECT session_user, current_user')).stdout.trim()).toBe('shop-1|orders-owner');
    expect((await sql('shop', "SELECT tableowner FROM pg_tables WHERE tablename = 'notes'")).stdout.trim()).toBe('orders-owner');
    expect(await valkey('reader', 'cache', 'set', 'key', 'value')).toBe('OK');
    expect(await read('shop', '/bindings/sessions/type')).toBe('redis');
  });

  test('many clients of a pooled app share few connections, with prepared statements, and both sides are sure of each other', async () => {
    const uri = await read('counter', '/bindings/orders/uri');
    expect(uri).toMatch(/^postgresql:\/\/counter-1:[0-9A-Za-z]{32}@orders-pooler:6432\/orders\?sslmode=verify-full&/);
    expect((await sql('counter', 'SELECT session_user, current_user')).stdout.trim()).toBe('counter-1|orders-owner');
    const load = 'echo "SELECT count(*) FROM notes;" > /tmp/load.sql; exec pgbench -n -c 60 -t 20 -M prepared -f /tmp/load.sql "$0"';
    const { exitCode, stdout, stderr } = await inApp('counter', 'sh', '-c', load, uri);
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1200/1200') as string });
    const used = await sql('shop', "SELECT count(*), current_setting('max_connections') FROM pg_stat_activity WHERE usename = 'counter-1'");
    const [connections, most] = used.stdout.trim().split('|').map(Number);
    process.stdout.write(`    services: 60 clients over ${String(connections)} connections of ${String(most)}\n`);
    expect(connections).toBeGreaterThan(0);
    expect(connections).toBeLessThanOrEqual(10);
    const clear = uri.replace('sslmode=verify-full', 'sslmode=disable');
    expect((await inApp('counter', 'psql', '--command', 'SELECT 1', clear)).stderr).toContain('SSL required');
    // What a session leaves behind is taken away from the next one, and not the role that a user acts as.
    const { stdout: text } = await inApp('orders-pooler', 'cat', '/tmp/pgbouncer.ini');
    const reset = /^server_reset_query = (.*)$/m.exec(text)?.[1] ?? '';
    expect((await sql('shop', `SET role TO none; ${reset}; SELECT current_user`)).stdout.trim().split('\n').at(-1)).toBe('orders-owner');
  });

  test('slow statements are in the log for as long as somebody wants them there', async () => {
    const slow = async (...options: readonly string[]): Promise<unknown> => {
      const { exitCode, stdout } = await project.appengine('services', 'slow', 'acme/orders', ...options, '--json');
      return { exitCode, ...(JSON.parse(stdout) as object) };
    };
    const logged = async (text: string): Promise<boolean> => {
      const { stdout } = await project.appengine('logs', 'acme/orders');
      return stdout.split('\n').some((line) => line.includes('duration:') && line.includes(text));
    };
    await sql('shop', "SELECT pg_sleep(0.2), 'before'");
    expect(await slow('--over', '100')).toMatchObject({ exitCode: 0, slow: { over: 100, until: expect.stringContaining('T') as string } });
    await sql('shop', "SELECT pg_sleep(0.2), 'meanwhile'");
    expect(await slow('--off')).toMatchObject({ exitCode: 0, slow: { service: 'acme/orders' } });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect((await sql('shop', 'SHOW log_min_duration_statement')).stdout.trim()).toBe('-1');
    expect([await logged("'before'"), await logged("'meanwhile'")]).toEqual([false, true]);
  });

  test('operators scrape how the servers are, as users that read no data, and apps do not', async () => {
    const front = await project.docker.getContainer(await container('front')).inspect();
    const script = (url: string): string => `fetch('${url}').then(async (r) => console.log(await r.text()), () => console.log('nothing'))`;
    const scraped = async (service: string): Promise<string> => {
      const place = ['--network', `${INSTANCE}-operations`, '--ip', new AddressPlan(INSTANCE).scraper(0)];
      const url = `http://${service}.acme.metrics.appengine.internal:9101/metrics`;
      const words = ['run', '--rm', ...place, '--entrypoint', 'node', front.Config.Image, '-e', script(url)];
      return (await runCommand('docker', words, { cwd: project.directory, environment: project.environment })).stdout;
    };
    for (const [service, expected] of [
      ['orders', /^pg_up 1$/m],
      ['orders', /^pg_stat_database_numbackends\{[^}]*datname="orders"/m],
      ['ledger', /^mysql_up 1$/m],
      ['cache', /^redis_up 1$/m],
    ] as const)
      expect(await scraped(service)).toMatch(expected);
    const exporter = await container('orders--metrics');
    expect((await inApp('front', 'node', '-e', script(`http://${exporter}:9101/metrics`))).stdout.trim()).toBe('nothing');
    const uri = await read('orders--metrics', '/bindings/orders/uri');
    const asExporter = await inApp(
      'orders',
      'psql',
      '--command',
      'SELECT * FROM notes',
      uri.replace('/bindings/orders/ca.crt', '/public/ca.crt'),
    );
    expect(asExporter.stderr).toContain('permission denied for table notes');
  });

  test('secrets are files, and variables where an app asks for them', async () => {
    expect(await read('shop', '/bindings/stripe/value')).toBe(STRIPE);
    expect(await read('shop', '/bindings/token/value')).toBe(TOKEN);
    expect(await read('shop', '/bindings/printed/value')).toBe(PRINTED);
    expect(await read('shop', '/bindings/session-key/value')).toMatch(/^[0-9A-Za-z]{40}$/);
    const { stdout } = await inApp('shop', 'sh', '-c', 'cat /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | sort -u');
    expect(stdout).toContain(`STRIPE_KEY=${STRIPE}`);
    expect(stdout).toContain(`DATABASE_URL=${await read('shop', '/bindings/orders/uri')}`);
  });

  test('no value is in a state, a configuration, a log or an answer of the engine', async () => {
    const values = [STRIPE, TOKEN, PRINTED, await read('shop', '/bindings/session-key/value')];
    values.push(await read('clerk', '/bindings/ledger/password'));
    for (const file of ['/bindings/orders/password', '/bindings/sessions/password']) values.push(await read('shop', file));
    values.push(await read('reader', '/bindings/cache/password'));
    const { found, looked } = await secretsFound(project, values);
    process.stdout.write(
      `    services: ${String(values.length)} values looked for in ${String(looked)} texts, ${String(found.length)} found\n`,
    );
    expect(found).toEqual([]);
  });

  test('an operator sees services and secrets, and opens a client of each', async () => {
    const told = async (...command: readonly string[]): Promise<unknown> => {
      const { exitCode, stdout } = await project.appengine(...command, '--json');
      return { exitCode, ...(JSON.parse(stdout) as object) };
    };
    expect(await told('services')).toMatchObject({
      exitCode: 0,
      services: expect.arrayContaining([
        expect.objectContaining({
          tenant: 'acme',
          name: 'orders',
          type: 'postgres',
          memory: 256,
          usedBy: ['orders--metrics', 'migration', 'shop', 'counter', 'tables', 'front'],
          isHealthy: true,
        }),
      ]) as unknown,
    });
    expect(await told('services', '--catalogue')).toMatchObject({
      catalogue: [
        { type: 'postgres', version: '17', memory: 1024 },
        { type: 'mariadb' },
        { type: 'valkey' },
        { type: 'pgbouncer' },
        { type: 'exporter' },
      ],
    });
    expect(await told('secrets')).toMatchObject({
      secrets: expect.arrayContaining([
        {
          tenant: 'acme',
          name: 'token',
          source: `file ${TOKEN_FILE}`,
          usedBy: ['shop'],
          version: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
        },
      ]) as unknown,
    });
    const { tenants } = await project.status();
    expect(tenants[0]?.apps.find(({ name }) => name === 'cache')).toMatchObject({ replicas: 1, healthy: 1 });
    const orders = await project.appengine(
      'connect',
      'acme/orders',
      '--',
      '--tuples-only',
      '--command',
      'SELECT current_user, current_database()',
    );
    expect({ ...orders }).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/postgres *\| *orders/) as string });
    const cache = await project.appengine('connect', 'acme/cache', '--', 'acl', 'whoami');
    expect({ ...cache }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('console-') as string });
    expect(await project.appengine('connect', 'acme/nothing')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        'ServiceUnknown: "acme/nothing" is no service that is deployed; name one of them: acme/cache, acme/ledger, acme/orders',
      ) as string,
    });
  });

  test('a second plan has nothing to do', async () => {
    expect(await project.plan('acme')).toMatchObject({ exitCode: 0 });
  });

  test('a user neither rules the server nor leaves its database', async () => {
    for (const statement of [
      "COPY (SELECT 1) TO PROGRAM 'id'",
      "SELECT pg_read_file('/data/tls/ca.key')",
      'CREATE ROLE other',
      "ALTER SYSTEM SET work_mem = '1GB'",
      'CREATE DATABASE other',
      'SET ROLE postgres',
      'SELECT rolpassword FROM pg_authid',
    ]) {
      expect({ statement, ...(await sql('shop', statement)) }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/denied|must/) as string,
      });
    }
    const uri = await read('shop', '/bindings/orders/uri');
    for (const [other, refusal] of [
      [uri.replace('/orders?', '/postgres?'), /permission denied for database/],
      [uri.replace('verify-full', 'disable'), /no pg_hba.conf entry/],
      [uri.replace('shop-1:', 'postgres:'), /password authentication failed/],
    ] as const) {
      expect((await inApp('shop', 'psql', '--command', 'SELECT 1', other)).stderr).toMatch(refusal);
    }
    for (const command of [
      ['config', 'get', 'dir'],
      ['flushall'],
      ['shutdown'],
      ['acl', 'list'],
      ['debug', 'sleep', '1'],
      ['module', 'list'],
    ]) {
      expect(await valkey('reader', 'cache', ...command)).toMatch(/NOPERM|not allowed/);
    }
  });

  test('an app that is not bound reaches nothing', async () => {
    for (const [service, port] of [
      ['orders', 5432],
      ['cache', 6379],
    ] as const) {
      const { NetworkSettings } = await project.docker.getContainer(await container(service)).inspect();
      for (const host of [service, ...Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)]) {
        const { exitCode } = await inApp('stranger', 'timeout', '3', 'bash', '-c', `exec 3<>/dev/tcp/${host}/${String(port)}`);
        expect({ host, exitCode }).not.toMatchObject({ exitCode: 0 });
      }
    }
  });

  test('a larger server has the same data and the same users', async () => {
    const before = await container('shop');
    await sql('shop', 'INSERT INTO notes VALUES (1)');
    await deploy({ ...scenario, memory: 320 });
    expect(await container('shop')).toBe(before);
    expect((await sql('shop', 'SELECT number FROM notes')).stdout.trim()).toBe('1');
    expect((await sql('shop', 'SHOW shared_buffers')).stdout.trim()).toBe('80MB');
  });

  test('what was committed is there after the server is killed', async () => {
    const server = await container('orders');
    await sql('shop', 'TRUNCATE notes');
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round++) {
      const writes = `i=${String(acknowledged)}; while i=$((i+1)); psql --quiet --command "INSERT INTO notes VALUES ($i)" "$0" 2>/dev/null; do echo $i; done`;
      const load = inApp('shop', 'sh', '-c', writes, await read('shop', '/bindings/orders/uri'));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await inApp('orders', 'sh', '-c', 'kill -9 $(cat /data/postgres/postmaster.pid | head -1)');
      acknowledged = Number((await load).stdout.trim().split('\n').at(-1));
      await healthy(server);
      const { stdout } = await sql('shop', `SELECT count(DISTINCT number) FROM notes WHERE number <= ${String(acknowledged)}`);
      expect(Number(stdout)).toBe(acknowledged);
    }
    process.stdout.write(`    services: killed ${String(KILLS)} times, ${String(acknowledged)} acknowledged rows, 0 lost\n`);
    expect(acknowledged).toBeGreaterThan(KILLS);
  });

  test('transactions and scripts of Valkey are there after it is killed, and nobody is its default user', async () => {
    const server = await container('cache');
    expect(
      await valkey(
        'reader',
        'cache',
        'eval',
        "redis.call('set', KEYS[1], 'a'); return redis.call('rpush', KEYS[2], 'b')",
        '2',
        'one',
        'two',
      ),
    ).toBe('1');
    await project.docker.getContainer(server).kill();
    await project.docker.getContainer(server).start();
    for (let attempt = 0; (await valkey('reader', 'cache', 'ping')) !== 'PONG' && attempt < 60; attempt++)
      await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await valkey('reader', 'cache', 'get', 'one')).toBe('a');
    expect(await valkey('reader', 'cache', 'lrange', 'two', '0', '-1')).toBe('b');
    const unknown = ['valkey-cli', '--tls', '--cacert', '/bindings/cache/ca.crt', '-h', 'cache'] as const;
    expect((await inApp('reader', ...unknown, 'get', 'one')).stdout).toContain('NOAUTH');
    expect((await inApp('reader', ...unknown, 'auth', 'default', '')).stdout).toContain('WRONGPASS');
  });

  /** The engine waits twice as long before each start of a container that ran for less than ten seconds, a minute at most. */
  async function healthy(name: string): Promise<void> {
    for (let attempt = 0; attempt < 240; attempt++) {
      const { State } = await project.docker.getContainer(name).inspect();
      if (State.Running && State.Health?.Status === 'healthy' && (await sql('shop', 'SELECT 1')).exitCode === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`${name} is not healthy after two minutes`);
  }

  test('MariaDB is another one of its kind', async () => {
    const file = (name: string): Promise<string> => read('clerk', `/bindings/ledger/${name}`);
    const [username, password, uri] = [await file('username'), await file('password'), await file('uri')];
    expect(uri).toBe(`mysql://${username}:${password}@ledger:3306/ledger`);
    const run = async (statement: string, ...more: readonly string[]): Promise<CommandResult> =>
      inApp(
        ...(['clerk', 'env', `MYSQL_PWD=${password}`, 'mariadb', '--no-defaults', '--batch', '--skip-column-names'] as const),
        ...['--host=ledger', `--user=${username}`, '--execute', statement, ...more, 'ledger'],
      );
    const verified = ['--ssl-ca=/bindings/ledger/ca.crt', '--ssl-verify-server-cert'];
    expect(await run('CREATE TABLE entries (number int); INSERT INTO entries VALUES (1)', ...verified)).toMatchObject({ exitCode: 0 });
    expect(await run('SELECT 1', '--skip-ssl')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/insecure transport|denied/) as string,
    });
    for (const statement of [
      'SELECT * FROM mysql.global_priv',
      'CREATE DATABASE other',
      "SELECT 1 INTO OUTFILE '/tmp/x'",
      'CREATE USER other',
      'SHUTDOWN',
    ]) {
      expect({ statement, ...(await run(statement, ...verified)) }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('denied') as string,
      });
    }
    await inApp('ledger', 'sh', '-c', 'kill -9 $(cat /tmp/mariadb.pid)');
    for (let attempt = 0; ; attempt++) {
      const { exitCode, stdout, stderr } = await run('SELECT number FROM entries', ...verified);
      if (exitCode === 0) {
        expect(stdout.trim()).toBe('1');
        break;
      }
      if (attempt === 120) throw new Error(`the server does not answer: ${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    // It answers before the engine has asked it, and only one that is healthy is rotated.
    await healthy(await container('ledger'));
  });

  /** Of orders that the web shop takes meanwhile: each is a row and a part of a session. */
  function withoutFailure(happens: () => Promise<unknown>): Promise<void> {
    return failsNoRequest({ port: project.port, host: SHOP_HOST }, REQUESTS_PER_SECOND, happens);
  }

  /** Answer of the cache to a URI of an earlier binding. */
  async function asUser(uri: string): Promise<string> {
    const { stdout, stderr } = await inApp(
      ...(['reader', 'valkey-cli', '--no-auth-warning', '--tls', '--cacert', '/bindings/cache/ca.crt', '-u', uri, 'ping'] as const),
    );
    return `${stdout}${stderr}`;
  }

  test('a rotation fails no request, and the credentials before are refused', async () => {
    const [orders, sessions] = [await read('shop', '/bindings/orders/uri'), await read('front', '/bindings/sessions/uri')];
    const pooled = await read('counter', '/bindings/orders/uri');
    const ledger = await read('clerk', '/bindings/ledger/password');
    const inLedger = async (statement: string): Promise<CommandResult> =>
      inApp(
        ...([
          'clerk',
          'env',
          `MYSQL_PWD=${await read('clerk', '/bindings/ledger/password')}`,
          'mariadb',
          '--no-defaults',
          '--batch',
        ] as const),
        ...['--skip-column-names', '--host=ledger', `--user=${await read('clerk', '/bindings/ledger/username')}`],
        ...['--ssl-ca=/bindings/ledger/ca.crt', '--ssl-verify-server-cert', '--execute', statement, 'ledger'],
      );
    expect(await inLedger('CREATE VIEW latest AS SELECT max(number) AS number FROM entries')).toMatchObject({ exitCode: 0 });

    await withoutFailure(async () => {
      const { exitCode, stdout, stderr, seconds } = await project.appengine(
        ...(['services', 'rotate', 'acme/orders', 'acme/cache', 'acme/ledger', '--json'] as const),
      );
      if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
      process.stdout.write(`    services: rotated in ${seconds.toFixed(1)} s\n`);
      expect(JSON.parse(stdout)).toMatchObject({
        rotated: [
          {
            service: 'acme/orders',
            rotation: 2,
            users: ['counter-2', 'front-2', 'migration-2', 'orders--metrics-2', 'shop-2', 'tables-2'],
          },
          { service: 'acme/cache', rotation: 2, users: ['cache--metrics-2', 'front-2', 'reader-2', 'shop-2'] },
          { service: 'acme/ledger', rotation: 2, users: ['clerk-2', 'ledger--metrics-2'] },
        ],
      });
    });

    expect(JSON.parse(readFileSync(join(project.directory, 'rotations.json'), 'utf8'))).toEqual({
      'acme/cache': 2,
      'acme/ledger': 2,
      'acme/orders': 2,
    });
    expect((await inApp('shop', 'psql', '--command', 'SELECT 1', orders)).stderr).toContain('password authentication failed');
    await refused(
      async () => (await inApp('counter', 'psql', '--command', 'SELECT 1', pooled)).stderr,
      /authentication failed|no such user/,
    );
    expect(await asUser(sessions)).toMatch(/AUTH failed|WRONGPASS/);
    expect(await read('clerk', '/bindings/ledger/password')).not.toBe(ledger);
    // A view goes on with the rights of the user who has made it, and who logs in no more.
    expect((await inLedger('SELECT number FROM latest')).stdout.trim()).toBe('1');
    expect(await project.plan('acme')).toMatchObject({ exitCode: 0 });
  });

  test('a service that is down is not rotated', async () => {
    const server = project.docker.getContainer(await container('ledger'));
    await server.stop();
    expect(await project.appengine('services', 'rotate', 'acme/ledger')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('ServiceUnhealthy: service acme/ledger is down') as string,
    });
    expect(readFileSync(join(project.directory, 'rotations.json'), 'utf8')).toContain('"acme/ledger": 2');
    await server.start();
    await healthy(server.id);
  });

  test('settings that are known are those of the server', async () => {
    const { stdout } = await inApp('stranger', 'postgres', '--describe-config');
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => (line.split('\t')[0] ?? '').toLowerCase());
    expect([...POSTGRES_PARAMETERS].sort()).toEqual(names.sort());
  });

  (isFull ? test : test.skip)('clients that apps have log in, by files and by variables', async () => {
    const clients = join(project.directory, 'clients');
    cpSync(join(packageRoot(), '__tests__', 'live', 'services', 'clients'), clients, { recursive: true });
    await project.command('npm', 'ci', '--prefix', join(clients, 'node'), '--no-audit', '--no-fund');
    await deploy({ ...scenario, memory: 320, clients });
    for (const [app, ...program] of [
      ['node-clients', '/run/appengine-probe/probe', 'exec', ...variables('orders', 'cache', 'ledger'), '--', 'node', 'connect.js'],
      ['python-clients', '/run/appengine-probe/probe', 'exec', ...variables('orders'), '--', 'python3', 'connect.py'],
    ] as const) {
      const { exitCode, stdout, stderr } = await inApp(app, ...program);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const answers = JSON.parse(stdout) as Readonly<Record<string, string>>;
      for (const [way, answer] of Object.entries(answers)) {
        expect({ way, answer }).toEqual({ way, answer: way.startsWith('ioredis') ? 'ioredis' : `${app}-2` });
      }
      process.stdout.write(`    services: logged in: ${Object.keys(answers).join(', ')}\n`);
    }
  });

  /** As the first process of the app gets them: one that a test starts has the engine's variables alone. */
  function variables(...bindings: readonly string[]): readonly string[] {
    return bindings.map((binding) => `${binding.toUpperCase()}_URI=/bindings/${binding}/uri`);
  }

  test('a changed secret is a new generation of those who use it, and an app that is bound no more is shut out', async () => {
    const old = await read('shop', '/bindings/orders/uri');
    const sessions = await read('front', '/bindings/sessions/uri');
    await withoutFailure(() => deploy({ bound: ['desk'], memory: 320, hasSessions: false }, { [STRIPE_VARIABLE]: 'another value' }));
    expect(await inApp('front', 'ls', '/bindings')).toMatchObject({ stdout: 'orders\n' });
    expect(await read('desk', '/bindings/stripe/value')).toBe('another value');
    expect((await sql('desk', 'SELECT count(*) > 0 FROM notes')).stdout.trim()).toBe('t');
    await refused(async () => (await inApp('desk', 'psql', '--command', 'SELECT 1', old)).stderr, 'password authentication failed');
    expect((await sql('desk', "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'shop-%'")).stdout.trim()).toBe('0');
    await refused(() => asUser(sessions), /AUTH failed|WRONGPASS/);
  });

  /** Waits until a server refuses former credentials: each looks by itself when their last container has gone. */
  async function refused(login: () => Promise<string>, answer: string | RegExp): Promise<void> {
    let said = await login();
    for (let attempt = 0; attempt < 60 && said.search(answer) < 0; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      said = await login();
    }
    expect(said).toMatch(answer);
  }
});
