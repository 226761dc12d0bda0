import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cpu, HealthCheck, Job, Memory, Postgres, Procfile, ProcfileApp, type ProcfileAppProps } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const PROCFILE = `web: node server.js
worker: QUEUE=orders node worker.js --port $PORT
mail_out: node mail.js
release: node migrate.js
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'procfile-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function app(text: string, props: Partial<ProcfileAppProps> = {}): { readonly shop: ProcfileApp; readonly template: DockerTemplate } {
  writeFileSync(join(directory, 'Procfile'), text);
  const stack = tenant('acme', { quota: { memory: Memory.gibibytes(8), cpu: Cpu.cores(8) } });
  const database = new Postgres(stack, 'Orders');
  const shop = new ProcfileApp(stack, 'Shop', {
    image: IMAGE,
    procfile: Procfile.of(join(directory, 'Procfile')),
    environment: { LOG_LEVEL: 'info' },
    uses: [database],
    web: { healthCheck: HealthCheck.http('/healthz'), replicas: 2 },
    ...props,
  });
  stack.route('shop.acme.localhost', shop.web);
  return { shop, template: DockerTemplate.of(stack) };
}

const envOf = (template: DockerTemplate, path: string): readonly string[] => template.containerAt(path).values.env as readonly string[];

test('web is a pool that routes lead to, every other process a pool without a port, and release a job before them', () => {
  const { shop, template } = app(PROCFILE);
  const web = template.containerAt('acme/Shop/Web/Replica1').values;
  const worker = template.containerAt('acme/Shop/worker/Replica1').values;

  expect([shop.web.name, shop.web.kind, shop.web.replicas.length, web.command]).toEqual(['shop', 'service', 2, undefined]);
  expect([...shop.workers].map(([process, { name, kind }]) => [process, name, kind])).toEqual([
    ['worker', 'shop-worker', 'worker'],
    ['mail_out', 'shop-mail-out', 'worker'],
  ]);
  expect([shop.release?.name, template.containerAt('acme/Shop/Release/Container').values.command]).toEqual([
    'shop-release',
    ['node', 'migrate.js'],
  ]);
  expect(worker.command).toEqual(['node', 'worker.js', '--port', '8080']);
  for (const path of ['Web', 'worker', 'mail_out']) {
    const { depends_on: after } = template.containerAt(`acme/Shop/${path}/Replica1`).values as { depends_on: readonly string[] };
    expect(after.join()).toContain('Shop_Release');
  }
});

test('all have the image, the bindings and the environment; what one has of its own wins', () => {
  const { template } = app(PROCFILE, {
    workers: { worker: { memory: Memory.mebibytes(512), environment: { QUEUE: 'returns' } } },
    release: { environment: { LOG_LEVEL: 'debug' } },
  });
  const at = (process: string): string => `acme/Shop/${process}/Replica1`;

  for (const process of ['Web', 'worker', 'mail_out']) {
    expect(template.containerAt(at(process)).values.image).toBe(template.containerAt(at('Web')).values.image);
    expect(envOf(template, at(process))).toEqual(expect.arrayContaining(['LOG_LEVEL=info', 'SERVICE_BINDING_ROOT=/bindings']));
  }
  expect(envOf(template, at('worker'))).toContain('QUEUE=returns');
  expect(envOf(template, at('mail_out')).join()).not.toContain('QUEUE');
  expect(envOf(template, 'acme/Shop/Release/Container')).toContain('LOG_LEVEL=debug');
  expect(template.containerAt(at('worker')).values.memory).toBe(512);
  expect(template.containerAt(at('mail_out')).values.memory).toBe(256);
});

test('a launcher starts all but web, and a command is taken as it is', () => {
  const { template } = app(PROCFILE, {
    launcher: ['ruby', '/opt/start.rb'],
    web: { healthCheck: HealthCheck.tcp(), command: ['node', 'other.js'] },
    workers: { mail_out: { command: ['node', 'post.js'] } },
  });

  expect(template.containerAt('acme/Shop/Web/Replica1').values.command).toEqual(['node', 'other.js']);
  expect(template.containerAt('acme/Shop/worker/Replica1').values.command).toEqual([
    'ruby',
    '/opt/start.rb',
    'node',
    'worker.js',
    '--port',
    '8080',
  ]);
  expect(template.containerAt('acme/Shop/mail_out/Replica1').values.command).toEqual(['node', 'post.js']);
});

test('without a release, jobs that are given come before all', () => {
  writeFileSync(join(directory, 'Procfile'), 'web: node server.js\nworker: node worker.js\n');
  const stack = tenant();
  const migration = new Job(stack, 'Migration', { image: IMAGE });
  const shop = new ProcfileApp(stack, 'Shop', {
    image: IMAGE,
    procfile: Procfile.of(join(directory, 'Procfile')),
    web: { healthCheck: HealthCheck.tcp() },
    after: [migration],
  });
  const template = DockerTemplate.of(stack);
  const afterOf = (path: string): string => (template.containerAt(path).values as { depends_on: readonly string[] }).depends_on.join();

  expect(shop.release).toBeUndefined();
  expect([afterOf('acme/Shop/Web/Replica1'), afterOf('acme/Shop/worker/Replica1')]).toEqual([
    expect.stringContaining('Migration'),
    expect.stringContaining('Migration'),
  ]);
});

test('a command that needs a shell is refused, unless it is said in another way', () => {
  const text = 'web: npm run build && node server.js\nworker: cat jobs | node worker.js\n';
  expect(() => app(text)).toThrow('ProcfileInvalid');
  expect(() => app(text, { workers: { worker: { command: ['node', 'worker.js'] } } })).not.toThrow();
});

test.each<[string, string, Partial<ProcfileAppProps>]>([
  ['a Procfile without web', 'worker: node worker.js\n', {}],
  ['a process that it does not name', PROCFILE, { workers: { wroker: { replicas: 2 } } }],
])('%s is refused', (_, text, props) => {
  expect(() => app(text, props)).toThrow('ProcessUnknown');
});
