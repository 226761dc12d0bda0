import fc from 'fast-check';
import { importApp } from '../../../../operations/import/import-app';
import { deploysAtOnce, type TenantPlan } from '../../../../operations/import/plan/tenant-plan';
import type { Remark } from '../../../../operations/import/remark';
import { writeTenant } from '../../../../operations/import/typescript/write-tenant';
import { removeSources, sources } from '../../../fixture/sources';

afterAll(removeSources);

function planOf(compose: string | object, files: Readonly<Record<string, string>> = {}): TenantPlan {
  const { path } = sources({ 'compose.yaml': compose, ...files });
  return importApp(`${path}/compose.yaml`, { root: path });
}

async function written(compose: string | object, files: Readonly<Record<string, string>> = {}): Promise<string> {
  return writeTenant(planOf(compose, files));
}

function remarksOn(plan: TenantPlan, service: string): readonly Remark[] {
  return plan.services.find(({ name }) => name === service)?.remarks ?? [];
}

const web = (properties: object, others: object = {}): object => ({
  services: { web: { image: `acme/web@sha256:${'0'.repeat(64)}`, ...properties }, ...others },
});

test.each([
  ['privileged', true],
  ['cap_add', ['SYS_ADMIN']],
  ['network_mode', 'host'],
  ['pid', 'host'],
  ['devices', ['/dev/snd']],
  ['security_opt', ['seccomp:unconfined']],
  ['sysctls', { 'net.core.somaxconn': 1024 }],
  ['extra_hosts', ['a:1.2.3.4']],
  ['credential_spec', { file: 'x' }],
  ['invented', 'x'],
])('%s is left to do, with its place', (key, value) => {
  const found = remarksOn(planOf(`services:\n  web:\n    image: a\n    ${key}: ${JSON.stringify(value)}\n`), 'web').filter(
    (remark) => remark.key === key,
  );

  expect(found).toEqual([expect.objectContaining({ kind: 'todo', position: { file: 'compose.yaml', line: 4, column: 5 } })]);
});

test.each([
  ['container_name', 'web'],
  ['privileged', false],
  ['security_opt', ['no-new-privileges:true']],
  ['logging', { driver: 'json-file' }],
  ['x-note', 'mine'],
])('%s is not missed, and said', (key, value) => {
  expect(remarksOn(planOf(web({ [key]: value })), 'web').filter((remark) => remark.key === key)).toEqual([
    expect.objectContaining({ kind: 'dropped' }),
  ]);
});

test('every key of a service is read or remarked on', () => {
  const known = new Set('command depends_on entrypoint environment expose image'.split(' '));
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z_]{3,12}$/), (key) => {
      fc.pre(!known.has(key));
      const { services, remarks } = planOf(web({ [key]: 'value' }));
      return (
        known.has(key) ||
        key === 'build' ||
        services.length === 0 ||
        [...remarks, ...services.flatMap((one) => one.remarks)].some((remark) => remark.key === key)
      );
    }),
    { numRuns: 50 },
  );
});

test('with the socket of the engine a service is left out, read-only or not', () => {
  const plan = planOf(web({ volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'] }));

  expect(plan.services).toEqual([
    { name: 'web', remarks: [expect.objectContaining({ kind: 'todo', text: expect.stringContaining('root on the host') })] },
  ]);
});

test('bind mounts are not carried over, each with what to do', () => {
  const plan = planOf(
    web({
      volumes: [
        './nginx.conf:/etc/nginx/nginx.conf:ro',
        './data:/srv/data',
        '/proc:/host/proc',
        '/etc/localtime:/etc/localtime:ro',
        'named:/usr/lib/plugins',
        '/cache',
      ],
    }),
  );
  const said = Object.fromEntries(
    remarksOn(plan, 'web')
      .filter(({ key }) => key === 'volumes')
      .map(({ kind, text }) => [text.split(/[ :]/)[0], kind]),
  );

  expect(said).toEqual({
    './nginx.conf': 'todo',
    './data': 'todo',
    '/proc': 'todo',
    '/etc/localtime': 'dropped',
    '/usr/lib/plugins': 'todo',
    '/cache': 'dropped',
  });
});

test('a directory that a variable names is said by the variable, wherever it stands', () => {
  const plan = planOf(web({ volumes: ['${UPLOADS}:/srv/uploads', '${DATA}/web:/srv/data', '${CONFIG}/web:/etc/web'] }));

  expect(
    remarksOn(plan, 'web')
      .filter(({ key }) => key === 'volumes')
      .map(({ text }) => text),
  ).toEqual([
    'the directory $UPLOADS of the host is not carried over: a volume is in its place, copy into it what has to be there',
    'the directory $DATA of the host is not carried over: a volume is in its place, copy into it what has to be there',
    'the directory $CONFIG is not carried over: build it into the image, or give it as `files` by ConfigFiles',
  ]);
});

test("settings of a server that are the platform's own are left to do, so that the tenant synthesizes", async () => {
  const compose = {
    services: {
      db: { image: 'postgres', command: 'postgres -c full_page_writes=off -c work_mem=8MB -c invented=1 -c pg_stat_statements.max=9' },
    },
  };

  expect(await written(compose)).toContain(`settings: { work_mem: '8MB', 'pg_stat_statements.max': '9' }`);
  expect(remarksOn(planOf(compose), 'db')).toContainEqual(
    expect.objectContaining({ kind: 'todo', text: "the platform's own, or not known to it: full_page_writes, invented" }),
  );
});

test('variables about a service become entries of its binding', async () => {
  const text = await written(
    web(
      {
        command: 'serve',
        depends_on: ['my_db', 'cache'],
        environment: {
          DB_HOST: 'my_db',
          DB_PORT: 3306,
          DB_USER: 'shop',
          DB_PASS: 'shop-pa55word',
          DB_NAME: 'shop',
          CACHE_URL: 'redis://:other-pa55@cache:6379/0',
          PROXY: 'my_db:3306',
          ENGINE: 'mysql',
        },
      },
      { my_db: { image: 'mariadb', environment: { MARIADB_PASSWORD: 'shop-pa55word' } }, cache: { image: 'redis' } },
    ),
  );

  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    `DB_HOST: 'host', DB_PORT: 'port', DB_USER: 'username', DB_PASS: 'password', DB_NAME: 'database'`,
  );
  expect(text).toContain(`cache.withEnvironment({ CACHE_URL: 'uri' })`);
  expect(text).toContain(`environment: { PROXY: 'my-db:3306', ENGINE: 'mysql' }`);
  expect(text).not.toContain('pa55');
});

test('apps that call each other use each other, in the order that this needs', async () => {
  const build = { build: '.' };
  const text = await written(
    {
      services: {
        web: { ...build, environment: { API_URL: 'http://api:3000/v1', HOME_PAGE: 'https://acme.test' }, ports: ['80:8000'] },
        api: { ...build, expose: [3000] },
      },
    },
    { Dockerfile: 'FROM scratch\nCMD ["serve"]\n' },
  );

  expect(text.indexOf(`'Api'`)).toBeLessThan(text.indexOf(`'Web'`));
  expect(text).toContain(`API_URL: 'http://api:8080/v1'`);
  expect(text).toContain('uses: [api]');
  expect(text.match(/AppImage\.fromDirectory/g)).toHaveLength(1);
});

test('a circle is said, and broken', () => {
  const plan = planOf({
    services: {
      a: { build: '.', environment: { B_URL: 'http://b:80' }, expose: [80] },
      b: { build: '.', environment: { A_URL: 'http://a:80' }, expose: [80] },
    },
  });

  expect(plan.services.flatMap(({ remarks }) => remarks).filter(({ text }) => text.includes('use each other'))).toHaveLength(1);
});

test('a host of a label is a route, also with a path and several names', async () => {
  const rule = 'Host(`a.example.org`, `b.example.org`) && PathPrefix(`/api/`)';
  const text = await written(
    web({ labels: { 'traefik.http.routers.x.rule': rule, 'traefik.http.services.x.loadbalancer.server.port': '9000' } }),
  );

  expect(text).toContain(`this.route('a.example.org', web, { path: '/api' });\n    this.route('b.example.org', web, { path: '/api' });`);
  expect(text).toContain('listener: Listener.http(9000)');
});

test('a route to a service without a port is guessed, and said', async () => {
  const compose = web({ labels: ['traefik.http.routers.x.rule=Host(`a.example.org`)'] });

  expect(await written(compose)).toContain('listener: Listener.http(80)');
  expect(remarksOn(planOf(compose), 'web')).toContainEqual(expect.objectContaining({ kind: 'todo', key: 'ports' }));
});

test('what a job or a service of the platform has no use for is said', () => {
  const { services } = planOf({
    services: {
      web: { build: '.', depends_on: { job: { condition: 'service_completed_successfully' } } },
      job: {
        build: '.',
        healthcheck: { test: ['CMD', 'true'] },
        deploy: { replicas: 2 },
        labels: ['traefik.http.routers.x.rule=Host(`a.example.org`)'],
      },
      db: { image: 'postgres', depends_on: ['web'], pids_limit: 100, labels: ['traefik.http.routers.y.rule=Host(`b.example.org`)'] },
    },
  });
  const keys = (name: string): readonly string[] => services.find((service) => service.name === name)?.remarks.map(({ key }) => key) ?? [];

  expect(keys('job')).toEqual(expect.arrayContaining(['healthcheck', 'replicas', 'routes']));
  expect(keys('db')).toEqual(expect.arrayContaining(['depends_on', 'limits', 'routes']));
});

test('a host that is none is left to do, and one below localhost takes its place', () => {
  const plan = planOf(web({ ports: ['80:80'], labels: ['traefik.http.routers.x.rule=Host(`${UNSET}`)'] }));

  expect(remarksOn(plan, 'web')).toContainEqual(
    expect.objectContaining({ kind: 'changed', text: expect.stringContaining('http://web.shop.localhost:8080') }),
  );
});

test('secrets are given by a variable or by a file, never by their value', async () => {
  const text = await written(
    web({
      command: 'serve --key s3cret-of-acme',
      environment: { API_TOKEN: '${TOKEN}', COOKIE_SECRET: 's3cret-of-acme', LINK: 'https://u:s3cret-of-acme@x.test' },
    }),
    {
      '.env': 'TOKEN=t0ken-of-acme\n',
    },
  );

  expect(text).toContain(`Secret.fromEnvironment(this, 'ApiToken', 'TOKEN')`);
  expect(text).toContain(`Secret.fromFile(this, 'CookieSecret', 'secrets/cookie-secret')`);
  expect(text).toContain(`['serve', '--key', 'REDACTED']`);
  expect(text).not.toMatch(/of-acme/);
});

test('no secret leaves its file, wherever it stands', async () => {
  const secret = fc
    .stringMatching(/^[A-Za-z0-9_"'\\$-]{10,24}$/)
    .filter((text) => /\d/.test(text) && /[A-Z]/.test(text) && !text.includes('$'));
  const place = fc.constantFrom('command', 'entrypoint', 'container_name', 'working_dir', 'user', 'stop_signal');
  await fc.assert(
    fc.asyncProperty(secret, place, async (value, key) => {
      const plan = planOf(
        web(
          {
            [key]: [`--password=${value}`],
            environment: { ADMIN_PASSWORD: value, COPY: `x${value}y` },
            healthcheck: { test: ['CMD', 'ping', value] },
          },
          { db: { image: 'redis', command: ['--requirepass', value] } },
        ),
      );
      const text = await writeTenant(plan);
      expect(text).not.toContain(value);
      expect(plan.services.flatMap(({ remarks }) => remarks.map((remark) => remark.text)).join('\n')).not.toContain(value);
    }),
    { numRuns: 40 },
  );
});

test('any names make a tenant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(
        fc.string({ minLength: 1 }).filter((name) => name !== '<<' && name !== '__proto__'),
        { minLength: 1, maxLength: 4 },
      ),
      async (names) => {
        const plan = planOf({
          services: Object.fromEntries(
            names.map((name) => [name, { image: 'nginx', ports: ['80:80'], volumes: [`${name.replaceAll(/\W/g, '') || 'v'}:/data`] }]),
          ),
        });
        expect(await writeTenant(plan)).toContain('export default');
        expect(plan.services).toHaveLength(names.length);
      },
    ),
    { numRuns: 30 },
  );
});

test('comments stay comments, and literals literals', async () => {
  const text = await written(
    web(
      { environment: { TEXT: `'"\\\u2028 \${x}*/` }, 'x-*/ evil()': 1, depends_on: ['a\nb();'] },
      { 'a\nb();': { image: 'c', ports: ['1:1'] } },
    ),
  );

  expect(text).not.toMatch(/^\s*(evil|b)\(\)/m);
});

test('profiles are left out, and a service needs an image', () => {
  const plan = planOf({ services: { debug: { image: 'a', profiles: ['debug'] }, empty: {} } });

  expect(plan.services.map(({ name, becomes }) => [name, becomes])).toEqual([
    ['debug', undefined],
    ['empty', undefined],
  ]);
  expect(plan.services.some(deploysAtOnce)).toBe(false);
});

test('what the platform offers already is not asked for', () => {
  const compose = { services: { db: { image: 'postgres' } } };

  expect(planOf(compose).remarks).toEqual([
    expect.objectContaining({ key: 'main.ts', text: expect.stringContaining('services: ServicePool.of(ServiceOffer.postgres())') }),
  ]);
  expect(planOf(compose, { 'main.ts': 'new PlatformStack(app, "platform", { services: ServicePool.all() })' }).remarks).toEqual([]);
  expect(planOf(compose, { 'main.ts': 'ServicePool.of(ServiceOffer.postgres({ memory }))' }).remarks).toEqual([]);
});

test.each([
  ['services: []', 'compose.yaml:1:11: `services` must be a mapping of names to values; correct it'],
  ['services: {}', 'compose.yaml:1:1: `services` has no service; add one'],
  ['services: { a: 1 }', 'compose.yaml:1:16: service a must be a mapping of names to values; correct it'],
  [
    'services:\n  a:\n    extends: b\n',
    'compose.yaml:3:14: service a extends b, which compose.yaml does not have, or which extends itself; correct it',
  ],
  [
    'services:\n  a: { extends: a }\n',
    'compose.yaml:2:17: service a extends a, which compose.yaml does not have, or which extends itself; correct it',
  ],
  [
    'services:\n  a: { extends: { service: b, file: none.yaml } }\n',
    'compose.yaml:2:17: none.yaml cannot be read (ENOENT); name a file that is there',
  ],
  ['services: { a: { image: "${" } }', 'compose.yaml:1:25: a "${" without a name and a "}"; write "$$" for a dollar sign'],
])('%p is refused with its place', (text, message) => {
  expect(() => planOf(text)).toThrow(`ImportSourceInvalid: ${message}`);
});

test('a file that is none of them, or not there, is refused', () => {
  const { path } = sources({ 'values.yaml': 'a: 1', 'notes.txt': 'a' });

  for (const file of ['values.yaml', 'notes.txt'])
    expect(() => importApp(`${path}/${file}`, { root: path })).toThrow(/^ImportSourceUnknown/);
  expect(() => importApp(`${path}/compose.yaml`, { root: path })).toThrow(
    /^ImportSourceUnreadable: "compose.yaml" cannot be read \(ENOENT\)/,
  );
  expect(() => importApp(`${path}/values.yaml`, { root: path, tenant: 'Not a name' })).toThrow(/^ImportSourceUnknown/);
});
