import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import {
  Backup,
  Cpu,
  Duration,
  HealthCheck,
  Job,
  MariaDb,
  Memory,
  Postgres,
  Preview,
  Previews,
  Redirect,
  RuntimePool,
  Secret,
  Seed,
  User,
  Valkey,
  Volume,
  VolumeBackup,
  WritablePath,
  type PreviewsProps,
} from '../../../constructs';
import { PREVIEW_VARIABLE, requestedPreview } from '../../../constructs/tenancy/preview';
import { loadTenants, TenantStack, type Platform, type PlatformStack } from '../../../stacks';
import { PreviewPlatform } from '../../../stacks/preview-platform';
import { DockerTemplate, TestApp } from '../../../testing';
import { IMAGE } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();
const REQUEST = { branch: 'pr-12', at: '2026-11-30T09:00:00.000Z', by: 'Anna', revision: '0123456789ab' };

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'previews-'));
  writeFileSync(join(directory, 'stripe'), 'the live key');
  writeFileSync(join(directory, 'orders.sql'), 'SELECT 1;');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  Reflect.deleteProperty(process.env, PREVIEW_VARIABLE);
});

function app(): { readonly app: TestApp; readonly platform: PlatformStack } {
  const made = new TestApp();
  return { app: made, platform: made.platform };
}

/** What a user writes in the file of a tenant. */
function acme(scope: Construct, platform: Platform, previews?: PreviewsProps): TenantStack {
  const tenant = new TenantStack(scope, 'acme', {
    platform,
    block: 7,
    quota: { memory: Memory.gibibytes(4), cpu: Cpu.cores(4) },
    ...(previews === undefined ? {} : { previews: Previews.of(previews) }),
  });
  const orders = new Postgres(tenant, 'Orders', { backup: Backup.daily() });
  const cache = new Valkey(tenant, 'Cache', { backup: Backup.daily() });
  const stripe = Secret.fromFile(tenant, 'Stripe', join(directory, 'stripe'));
  const user = User.of(61_000);
  const uploads = new Volume(tenant, 'Uploads');
  const migration = new Job(tenant, 'Migration', { image: IMAGE, uses: [orders] });
  new RuntimePool(tenant, 'Files', { image: IMAGE, healthCheck, user, writable: [WritablePath.volume('/uploads', uploads)] });
  new VolumeBackup(tenant, 'FilesBackup', { volume: uploads, user, backup: Backup.daily() });
  const shop = new RuntimePool(tenant, 'Shop', {
    image: IMAGE,
    healthCheck,
    replicas: 3,
    uses: [orders, cache, stripe],
    after: [migration],
  });
  tenant.route('shop.acme.localhost', shop);
  tenant.route('acme.localhost', Redirect.permanent('http://shop.acme.localhost'));
  return tenant;
}

function preview(branch: string, previews: PreviewsProps = {}, { app: root, platform } = app()): TenantStack {
  return acme(root, new PreviewPlatform(platform, new Preview('acme', { ...REQUEST, branch })), previews);
}

const containersOf = (stack: TenantStack): Readonly<Record<string, string>> =>
  Object.fromEntries(
    DockerTemplate.of(stack)
      .findAll('docker_container')
      .map(({ path, values }) => [path, String(values.name)]),
  );
const outputOf = (stack: TenantStack, name: string): unknown => DockerTemplate.of(stack).output(name);

test('a preview is a tenant of its own, under another name and other hosts', () => {
  const stack = preview('pr-12');
  const text = JSON.stringify(DockerTemplate.of(stack).toSnapshot());

  expect([stack.node.id, stack.tenant, stack.preview?.branch]).toEqual(['acme-pr-12', 'acme-pr-12', 'pr-12']);
  expect(Object.values(containersOf(stack)).filter((name) => !name.includes('acme-pr-12-'))).toEqual([]);
  expect((outputOf(stack, 'routes') as { host: string }[]).map(({ host }) => host).sort()).toEqual([
    'pr-12.acme.localhost',
    'pr-12.shop.acme.localhost',
  ]);
  // Neither a network nor a volume of the original.
  expect(text).not.toMatch(/test-acme-(?!pr-12)/);
  expect(outputOf(stack, 'preview')).toEqual({
    tenant: 'acme',
    branch: 'pr-12',
    name: 'pr-12',
    deployed: REQUEST.at,
    expires: '2026-12-07T09:00:00.000Z',
    by: 'Anna',
    revision: '0123456789ab',
    limit: 5,
  });
});

test('two previews change their original by no byte, and clash with nothing in one program', () => {
  const synthesized = (branches: readonly string[]): { readonly original: string; readonly all: readonly TenantStack[] } => {
    const parts = app();
    const declare = (platform: Platform): TenantStack => {
      const tenant = new TenantStack(parts.app, 'globex', { platform, previews: Previews.of() });
      const quotes = new Postgres(tenant, 'Quotes', { backup: Backup.daily() });
      const stripe = Secret.fromFile(tenant, 'Stripe', join(directory, 'stripe'));
      const site = new RuntimePool(tenant, 'Site', { image: IMAGE, healthCheck, replicas: 2, uses: [quotes, stripe] });
      tenant.route('www.globex.localhost', site);
      return tenant;
    };
    const original = declare(parts.platform);
    const previews = branches.map((branch) => declare(new PreviewPlatform(parts.platform, new Preview('globex', { ...REQUEST, branch }))));
    return { original: JSON.stringify(DockerTemplate.of(original).toSnapshot()), all: [original, ...previews] };
  };
  const { original, all } = synthesized(['pr-1', 'feature/login']);

  expect(original).toBe(synthesized([]).original);
  expect(all.map(({ node }) => node.id)).toEqual(['globex', 'globex-pr-1', expect.stringMatching(/^globex-[0-9a-f]{6}$/)]);
  expect(all.map(({ dependencies }) => dependencies.map(({ node }) => node.id))).toEqual([['platform'], ['platform'], ['platform']]);
  const names = all.flatMap((stack) => Object.values(containersOf(stack)));
  expect(new Set(names).size).toBe(names.length);
});

test('it has one replica of each pool, no backups, and as much as its own quota', () => {
  const paths = Object.keys(containersOf(preview('pr-12')));
  expect(paths.filter((path) => path.startsWith('acme-pr-12/Shop/Replica'))).toEqual(['acme-pr-12/Shop/Replica1/Resource']);
  expect(paths.filter((path) => /backup/i.test(path))).toEqual([]);
  expect(() => outputOf(preview('pr-12'), 'backups')).toThrow('no output');
  expect(
    Object.keys(containersOf(preview('pr-12', { replicas: 2 }))).filter((path) => path.startsWith('acme-pr-12/Shop/Replica')),
  ).toHaveLength(2);
  expect(() => preview('pr-12', { quota: { memory: Memory.mebibytes(300) } })).toThrow('QuotaExceeded');
});

test('a given secret is not read, and a value of the host stands in, unless its name is allowed', () => {
  const secretsOf = (props: PreviewsProps): unknown => outputOf(preview('pr-12', props), 'secrets');
  expect(secretsOf({ secrets: ['stripe'] })).toMatchObject({ stripe: { source: expect.stringMatching(/^file /) as string } });
  rmSync(join(directory, 'stripe'));
  expect(secretsOf({})).toMatchObject({ stripe: { source: expect.stringMatching(/^stand-in for file /) as string } });
  expect(() => preview('pr-12', { secrets: ['stripe'] })).toThrow('SecretMissing');
});

test('a seed comes after its server, and before every app that uses it', () => {
  const stack = preview('pr-12', { seeds: { orders: Seed.sql(join(directory, 'orders.sql')) } });
  const template = DockerTemplate.of(stack);
  const seed = template.resourceAt('terraform_data', 'acme-pr-12/Orders/Seed/Load');
  const [provisioner] = seed.values.provisioner as { 'local-exec': { interpreter: string[]; command: string } }[];
  expect(provisioner?.['local-exec'].command).toBe('orders');
  expect(provisioner?.['local-exec'].interpreter.slice(2)).toEqual([
    ...['--instance', 'test', '--stack', 'acme-pr-12', '--type', 'postgres', '--file'],
    expect.stringMatching(/orders\.sql$/),
    '--service',
  ]);
  expect(seed.values.triggers_replace).toEqual(['test-acme-pr-12-orders-data']);
  expect((seed.values.depends_on as string[]).join()).toContain('Orders_Container');
  for (const app of ['Migration/Container', 'Shop/Replica1'])
    expect(template.containerAt(`acme-pr-12/${app}`).values.depends_on).toContain(seed.address);
});

test('the last backup of the original is a seed where that is said with a reason', () => {
  const stack = preview('pr-12', { seeds: { orders: Seed.latestBackup('testers have signed what customers have') } });
  expect(JSON.stringify(stack.toTerraform())).toContain('"--original","acme"');
  expect(() => Seed.latestBackup('why not')).toThrow('ReasonTooShort');
});

test.each<[string, PreviewsProps, string]>([
  ['a service that there is not', { seeds: { ledger: Seed.sql('a.sql') } }, 'PreviewsInvalid: seeds: service ledger must be of the tenant'],
  ['a secret that there is not', { secrets: ['strype'] }, 'PreviewsInvalid: secrets: secret strype must be of the tenant'],
  [
    'a file that is not there',
    { seeds: { orders: Seed.sql('none.sql') } },
    'SeedInvalid: acme-pr-12/Orders/Seed: seed "none.sql" of service "orders" is not there',
  ],
  ['a service without statements', { seeds: { cache: Seed.sql('a.sql') } }, 'SeedInvalid'],
])('%s is refused', (_, props, message) => {
  const parts = app();
  expect(() => {
    preview('pr-12', props, parts);
    parts.app.synth();
  }).toThrow(message);
});

test('a backup of MariaDB is no seed', () => {
  const parts = app();
  const platform = new PreviewPlatform(parts.platform, new Preview('acme', REQUEST));
  const tenant = new TenantStack(parts.app, 'acme', {
    platform,
    previews: Previews.of({ seeds: { ledger: Seed.latestBackup('testers have signed what customers have') } }),
  });
  expect(() => new MariaDb(tenant, 'Ledger')).toThrow('SeedInvalid');
});

test.each<[string, () => unknown]>([
  ['no preview at all', () => Previews.of({ limit: 0 })],
  ['too many', () => Previews.of({ limit: 51 })],
  ['half a replica', () => Previews.of({ replicas: 0.5 })],
  ['a second', () => Previews.of({ expires: Duration.seconds(1) })],
  ['for ever', () => Previews.of({ expires: Duration.days(91) })],
])('%s is refused', (_, declare) => {
  expect(declare).toThrow('PreviewsInvalid');
});

test('a file without a name is no seed', () => {
  expect(() => Seed.sql(' ')).toThrow('SeedInvalid');
});

describe('the tenants of a directory', () => {
  const FILE = `
    const { Previews, RuntimePool } = require(${JSON.stringify(join(process.cwd(), 'constructs'))});
    const { TenantStack } = require(${JSON.stringify(join(process.cwd(), 'stacks'))});
    module.exports.default = (scope, platform) => new TenantStack(scope, NAME, { platform, ALLOWED });`;
  const write = (name: string, allowed: string): void => {
    const text = FILE.replace('NAME', JSON.stringify(name)).replace('ALLOWED', allowed);
    writeFileSync(join(directory, `${name}.js`), text);
  };
  const loaded = async (request: object): Promise<readonly string[]> => {
    process.env[PREVIEW_VARIABLE] = JSON.stringify(request);
    const { app: root, platform } = app();
    await loadTenants(root, platform, directory);
    return root.node.children.map(({ node }) => node.id);
  };

  beforeEach(() => {
    write('acme', 'previews: Previews.of()');
    write('globex', 'previews: Previews.of()');
    write('initech', '');
  });

  test('are previews where one is asked for: of all that allow it, or of one', async () => {
    expect(await loaded(REQUEST)).toEqual(['platform', 'acme-pr-12', 'globex-pr-12']);
    expect(await loaded({ ...REQUEST, tenant: 'globex' })).toEqual(['platform', 'globex-pr-12']);
    expect(await loaded({ ...REQUEST, tenant: 'nobody' })).toEqual(['platform']);
  });

  test('a tenant that allows none is refused by its name', async () => {
    await expect(loaded({ ...REQUEST, tenant: 'initech' })).rejects.toThrow('PreviewsNotAllowed');
  });

  test('what else stands in a file is told as ever', async () => {
    writeFileSync(join(directory, 'acme.js'), "module.exports.default = () => { throw new Error('broken'); };");
    await expect(loaded(REQUEST)).rejects.toThrow('TenantFileFailed');
  });
});

test.each(['{', '{}', '[]', JSON.stringify({ ...REQUEST, at: 'soon' }), JSON.stringify({ ...REQUEST, branch: '' })])(
  '%s asks for no preview',
  (text) => {
    expect(() => requestedPreview({ [PREVIEW_VARIABLE]: text })).toThrow('PreviewRequestInvalid');
  },
);

test('a branch that Terraform would read stays what it is', () => {
  const stack = preview('${file("/etc/passwd")}');
  expect(outputOf(stack, 'preview')).toMatchObject({ branch: '$${file("/etc/passwd")}' });
});
