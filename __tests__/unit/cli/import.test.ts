import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../cli/program';
import { removeSources, sources } from '../../fixture/sources';

const before = process.cwd();
let directory: string;
let printed: string;

beforeEach(() => {
  directory = realpathSync(
    sources({
      'cdktf.json': '{}',
      'main.ts': 'ServicePool.all()',
      'api/Dockerfile': 'FROM scratch\nENTRYPOINT ["/api"]\n',
      'compose.yaml': 'services:\n  api: { build: api, ports: ["8080:8080"] }\n',
      'docker-compose.yml': 'services:\n  api:\n    image: nginx:1\n    devices: [/dev/snd]\n',
    }).path,
  );
  process.chdir(directory);
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(before);
});

afterAll(removeSources);

async function appengine(...words: readonly string[]): Promise<number> {
  return run(['node', 'appengine', 'import', ...words]);
}

test('writes a tenant, tells what deploys at once, and what comes next', async () => {
  expect(await appengine('compose.yaml')).toBe(0);
  expect(readFileSync(join(directory, 'tenants', 'shop.ts'), 'utf8')).toContain('export class Shop extends TenantStack');
  expect(printed).toMatch(/✔ tenants\/shop\.ts\n\n {2}service {2}becomes {6}at once {2}left to do\n {2}api {6}RuntimePool {2}yes\n/);
  expect(printed).toMatch(/0 things left to do, 2 changes .*\n\n {2}Next:\n {4}npx appengine up --only shop\n$/);
});

test('what is left to do is in the table, and in the exit code', async () => {
  expect(await appengine('docker-compose.yml', '--tenant', 'acme', '--output', 'mine/acme.ts')).toBe(2);
  expect(existsSync(join(directory, 'mine', 'acme.ts'))).toBe(true);
  expect(printed).toMatch(/api {6}RuntimePool {2}no {7}image: a tag means other content tomorrow/);
  expect(printed).toContain('devices: refused: no container has a device of the host');
  expect(printed).toContain('do what mine/acme.ts says after "To do"');
});

test('as JSON it is a document with places', async () => {
  expect(await appengine('docker-compose.yml', '--json')).toBe(2);
  expect(JSON.parse(printed)).toEqual({
    tenant: 'shop',
    format: 'Compose',
    files: ['docker-compose.yml'],
    output: join(directory, 'tenants', 'shop.ts'),
    services: [
      {
        name: 'api',
        becomes: 'RuntimePool',
        deploysAtOnce: false,
        remarks: expect.arrayContaining([
          { kind: 'todo', key: 'devices', text: expect.any(String), position: { file: 'docker-compose.yml', line: 4, column: 5 } },
        ]),
      },
    ],
    remarks: [],
  });
});

test('a file that is there is left alone', async () => {
  await appengine('compose.yaml');
  const first = readFileSync(join(directory, 'tenants', 'shop.ts'), 'utf8');

  expect(await appengine('docker-compose.yml')).toBe(1);
  expect(printed).toMatch(
    /ImportTargetExists: .*tenants\/shop\.ts is there already, and nothing was written; name another file by --output/,
  );
  expect(readFileSync(join(directory, 'tenants', 'shop.ts'), 'utf8')).toBe(first);
});

test('below the directory of a project, paths are those of the project', async () => {
  process.chdir(join(directory, 'api'));

  expect(await appengine('../compose.yaml')).toBe(0);
  expect(readFileSync(join(directory, 'tenants', 'shop.ts'), 'utf8')).toContain(`AppImage.fromDirectory(this, 'ApiImage', 'api')`);
});

test('a name that no tenant has is refused', async () => {
  expect(await appengine('compose.yaml', '--tenant', 'My Shop')).toBe(1);
  expect(printed).toMatch(/TenantNameInvalid: .*such as "my-shop"/);
});
