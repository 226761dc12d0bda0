import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { RABBITMQ_PARAMETERS } from '../../constructs/services/rabbit-mq-parameters';
import { CLIENT, type BrokerScenario } from './brokers/fixture/scenario';
import type { CommandResult } from './harness/command';
import { describeLive } from './harness/describe-live';
import { Project } from './harness/project';
import { secretsFound } from './services/leaks';

const INSTANCE = 'brokers';
const PORTS = { files: 7070, jobs: 5671, events: 4222, pages: 11211, notes: 8123 };

/** Object storage, brokers, a cache without users, and a server of an image that the platform knows nothing of, by the clients that apps use. */
describeLive('brokers and objects', () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.fixture(INSTANCE, {}, 'live/brokers');
    const client = join(project.directory, CLIENT);
    cpSync(join(packageRoot(), '__tests__', 'live', 'brokers', 'fixture', 'client'), client, { recursive: true });
    await project.command('npm', 'ci', '--prefix', client, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts');
    await deploy({ bound: ['shop', 'desk'] });
  });

  afterAll(() => project.remove());

  async function deploy(next: BrokerScenario): Promise<void> {
    writeFileSync(join(project.directory, 'scenario.json'), JSON.stringify(next));
    const { exitCode, stdout, stderr } = await project.appengine('up');
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
  /** What a client prints, or what it says is wrong. */
  const ask = async (app: string, ...words: readonly string[]): Promise<string> => {
    const settings = words.filter((word) => word.includes('='));
    const rest = words.filter((word) => !word.includes('='));
    const { stdout, stderr } = await inApp(app, 'env', ...settings, 'node', '/app/client.mjs', ...rest);
    return `${stdout}${stderr}`.trim();
  };

  test('S3: an object is there for all apps that share the bucket, and so is a large one', async () => {
    expect(await read('shop', '/bindings/files/uri')).toMatch(/^s3:\/\/shop-1:[0-9A-Za-z]{32}@files:7070\/files\?region=us-east-1$/);
    expect(await ask('shop', 's3', 'put', 'a/key', 'text')).toMatch(/^"[0-9a-f]+"$/);
    expect(await ask('desk', 's3', 'get', 'a/key')).toBe('text test');
    expect(await ask('shop', 's3', 'multipart', 'large')).toBe(String(10 << 20));
    expect(await ask('desk', 's3', 'list')).toBe('a/key large');
    expect(await ask('desk', 's3', 'delete', 'large')).toBe('204');
  });

  test('AMQP: a message that was confirmed is there for another app', async () => {
    expect(await read('shop', '/bindings/jobs/uri')).toMatch(/^amqps:\/\/shop-1:[0-9A-Za-z]{32}@jobs:5671\/jobs$/);
    expect(await ask('shop', 'amqp', 'publish', 'mails', 'text')).toBe('confirmed');
    expect(await ask('desk', 'amqp', 'get', 'mails')).toBe('text');
    expect(await ask('desk', 'amqp', 'get', 'mails')).toBe('nothing');
  });

  test('NATS: each app has an account of its own', async () => {
    expect(await ask('shop', 'nats', 'publish', 'orders', 'text')).toBe('1');
    expect(await ask('shop', 'nats', 'get', 'orders')).toBe('text');
    expect(await ask('desk', 'nats', 'get', 'orders')).toMatch(/stream not found/);
  });

  test('Memcached, and the server of an image', async () => {
    expect(await ask('shop', 'memcached', 'set', 'key', 'text')).toBe('STORED');
    expect(await ask('desk', 'memcached', 'get', 'key')).toContain('text');
    expect(await ask('shop', 'own', 'PUT', 'text')).toBe('200 kept');
    expect(await ask('desk', 'own', 'GET')).toBe('200 text');
  });

  test('a client that does not know the authority trusts none of them', async () => {
    for (const words of [
      ['s3', 'list'],
      ['amqp', 'get', 'mails'],
      ['nats', 'get', 'orders'],
      ['memcached', 'get', 'key'],
    ]) {
      expect(await ask('shop', 'WITHOUT_AUTHORITY=1', ...words)).toMatch(/self-signed|unable to (get|verify)|certificate/i);
    }
  });

  test('a user leaves neither its bucket nor its virtual host', async () => {
    expect(await ask('shop', 's3', 'create-bucket', 'other')).toMatch(/AccessDenied/);
    expect(await ask('shop', 's3', 'policy', '{}')).toMatch(/AccessDenied/);
    expect(await ask('shop', 's3', 'delete-bucket')).toMatch(/AccessDenied/);
    expect(await ask('shop', 'BUCKET=tls', 's3', 'list')).toMatch(/AccessDenied|NoSuchBucket/);
    const uri = await read('shop', '/bindings/jobs/uri');
    for (const host of ['operator', '%2F']) {
      expect(await ask('shop', `AMQP_URI=${uri.replace(/\/jobs$/, `/${host}`)}`, 'amqp', 'get', 'mails')).toMatch(
        // What this client makes of a refusal before the connection is open.
        /got <ConnectionClose|access to vhost .* refused/,
      );
    }
    const guest = uri.replace(/\/\/.*@/, '//guest:guest@');
    expect(await ask('shop', `AMQP_URI=${guest}`, 'amqp', 'get', 'mails')).toMatch(/ACCESS.?REFUSED/);
  });

  test('an app that is not bound reaches nothing', async () => {
    const tried = await Promise.all(
      Object.entries(PORTS).map(async ([service, port]) => {
        const { NetworkSettings } = await project.docker.getContainer(await container(service)).inspect();
        const hosts = [service, ...Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)];
        return Promise.all(
          hosts.map(async (host) => {
            const { exitCode } = await inApp('stranger', 'timeout', '2', 'bash', '-c', `exec 3<>/dev/tcp/${host}/${String(port)}`);
            return { host, isReached: exitCode === 0 };
          }),
        );
      }),
    );
    expect(tried.flat()).toHaveLength(3 * Object.keys(PORTS).length);
    expect(tried.flat().filter(({ isReached }) => isReached)).toEqual([]);
  });

  test('no value is in a state, a configuration, a log or an answer of the engine', async () => {
    const values = await Promise.all(
      ['files', 'jobs', 'events', 'notes'].flatMap((service) => ['shop', 'desk'].map((app) => read(app, `/bindings/${service}/password`))),
    );
    expect(values.every((value) => /^[0-9A-Za-z]{32}$/.test(value))).toBe(true);
    const { found, looked } = await secretsFound(project, values);
    process.stdout.write(
      `    brokers: ${String(values.length)} values looked for in ${String(looked)} texts, ${String(found.length)} found\n`,
    );
    expect(found).toEqual([]);
  });

  test('an operator sees them, and opens the client of one that has one', async () => {
    const { stdout } = await project.appengine('services', '--json');
    const { services } = JSON.parse(stdout) as { readonly services: readonly { readonly name: string; readonly isHealthy: boolean }[] };
    expect(services.map(({ name, isHealthy }) => [name, isHealthy])).toEqual(
      ['events', 'files', 'jobs', 'notes', 'pages'].map((name) => [name, true]),
    );
    const queues = await project.appengine('connect', 'acme/jobs', '--', 'list_queues', '--vhost', 'jobs', '--quiet');
    expect({ ...queues }).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/mails\s+0/) as string });
    expect(await project.appengine('connect', 'acme/files')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('ServiceWithoutClient: the image of acme/files has no client') as string,
    });
  });

  test('a second plan has nothing to do', async () => {
    expect(await project.plan('acme')).toMatchObject({ exitCode: 0 });
  });

  test('settings that are known are those of the server', async () => {
    const { stdout } = await inApp('jobs', 'sh', '-c', 'cat /usr/lib/rabbitmq/lib/*/plugins/rabbit-4*/priv/schema/rabbit.schema');
    const known = new Set([...stdout.matchAll(/^\{mapping,\s*"([^"]+)"/gm)].map(([, name]) => name));
    expect([...RABBITMQ_PARAMETERS].filter((name) => !known.has(name))).toEqual([]);
  });

  test('what was confirmed is there after all servers are killed', async () => {
    expect(await ask('shop', 'amqp', 'publish', 'mails', 'kept')).toBe('confirmed');
    const servers = await Promise.all(Object.keys(PORTS).map((service) => container(service)));
    await Promise.all(servers.map((server) => project.docker.getContainer(server).kill()));
    await Promise.all(servers.map((server) => project.docker.getContainer(server).start()));
    for (const server of servers) await healthy(server);
    expect(await ask('desk', 's3', 'get', 'a/key')).toBe('text test');
    expect(await ask('desk', 'amqp', 'get', 'mails')).toBe('kept');
    expect(await ask('shop', 'nats', 'get', 'orders')).toBe('text');
    expect(await ask('shop', 'own', 'GET')).toBe('200 text');
    expect(await ask('shop', 'memcached', 'get', 'key')).toBe('END');
  });

  test('an app that is bound no more is shut out', async () => {
    const keep = 'mkdir -p /tmp/kept && cp -rL /bindings/. /tmp/kept/ && tar -c -C /tmp/kept . | base64 -w 0';
    const kept = (await inApp('shop', 'sh', '-c', keep)).stdout;
    await deploy({ bound: ['desk'] });
    await inApp('desk', 'sh', '-c', `mkdir -p /tmp/kept && echo ${kept} | base64 -d | tar -x -C /tmp/kept`);
    const refusals = [
      [['s3', 'list'], /InvalidAccessKeyId|AccessDenied/],
      [['amqp', 'get', 'mails'], /ACCESS.?REFUSED/],
      [['nats', 'get', 'orders'], /authorization violation/i],
    ] as const;
    for (const [words, refusal] of refusals) {
      for (let attempt = 0; ; attempt++) {
        const said = await ask('desk', 'CREDENTIALS=/tmp/kept', ...words);
        if (refusal.test(said)) break;
        if (attempt === 20) throw new Error(`the old credentials of ${words[0]} are still taken: ${said}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    expect(await ask('desk', 's3', 'get', 'a/key')).toBe('text test');
  });

  async function healthy(name: string): Promise<void> {
    for (let attempt = 0; attempt < 240; attempt++) {
      const { State } = await project.docker.getContainer(name).inspect();
      if (State.Running && State.Health?.Status === 'healthy') return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`${name} is not healthy`);
  }
});
