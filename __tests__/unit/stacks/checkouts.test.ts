import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImage, DockerHost, FileLoader, HealthCheck, Instance, RuntimePool, StateBackend, Volume } from '../../../constructs';
import { App } from '../../../constructs/cdktf/framework';
import { PlatformStack, TenantStack } from '../../../stacks';

interface Resource {
  readonly name: string;
  readonly lifecycle?: { readonly ignore_changes?: readonly string[] };
  readonly build?: object;
  readonly upload?: readonly object[];
  readonly provisioner?: object;
}

type Resources = Readonly<Record<string, Readonly<Record<string, Resource>>>>;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'checkouts-'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'app', 'Dockerfile'), 'FROM scratch');
  writeFileSync(join(root, 'app', 'key.pem'), 'key');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Resources of a checkout's stacks, as they are synthesized there. */
function synthesize(directory: string): Resources {
  cpSync(join(root, 'app'), join(directory, 'app'), { recursive: true });
  const outdir = join(directory, 'cdktf.out');
  const app = new App({ outdir, stackTraces: false });
  const platform = new PlatformStack(app, 'platform', {
    instance: new Instance({ name: 'shop', projectDirectory: directory }),
    host: DockerHost.unix('/var/run/docker.sock'),
    backend: StateBackend.postgres({ host: 'db.example.com', database: 'states' }),
  });
  const tenant = new TenantStack(app, 'acme', { platform });
  const image = AppImage.fromDirectory(tenant, 'Image', join(directory, 'app'));
  new RuntimePool(tenant, 'Web', { image, healthCheck: HealthCheck.http('/') });
  new FileLoader(tenant, 'Files', {
    name: 'files',
    volume: new Volume(tenant, 'Volume', { name: 'files' }),
    // Beside the checkouts: the path from each is another one.
    sources: { 'key.pem': join(root, 'app', 'key.pem') },
  });
  app.synth();
  const resources = ['platform', 'acme'].map(
    (stack) => (JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as { resource: Resources }).resource,
  );
  return { ...resources[0], ...resources[1] };
}

/** What Terraform compares with the state. */
function compared(resources: Resources): object {
  return Object.fromEntries(
    Object.entries(resources).map(([type, byId]) => [
      type,
      Object.fromEntries(
        Object.entries(byId).map(([id, { provisioner: _provisioner, ...given }]) => {
          const ignored = given.lifecycle?.ignore_changes ?? [];
          return [id, Object.fromEntries(Object.entries(given).filter(([argument]) => !ignored.includes(argument)))];
        }),
      ),
    ]),
  );
}

test('a checkout elsewhere, with other depths, declares the same', () => {
  const one = synthesize(join(root, 'one'));
  const other = synthesize(join(root, 'home', 'anna', 'other'));

  expect(JSON.stringify(one)).not.toBe(JSON.stringify(other));
  expect(compared(other)).toEqual(compared(one));
  expect(JSON.stringify(compared(one))).not.toContain(root);
});

test('another content is another container, wherever the file is', () => {
  const nameOf = (resources: Resources): string | undefined =>
    Object.values(resources.docker_container ?? {}).find(({ name }) => name.startsWith('shop-acme-files-'))?.name;
  const before = nameOf(synthesize(join(root, 'one')));
  writeFileSync(join(root, 'app', 'key.pem'), 'another');

  expect(before).toBeDefined();
  expect(nameOf(synthesize(join(root, 'one')))).not.toBe(before);
});
