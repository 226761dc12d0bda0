import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

/**
 * Stands for the docker client: one server and one container with backups, unless `missing` names the role. What the client of the server is sent goes into `sent`.
 */
const FAKE_DOCKER = `#!/usr/bin/env node
const fs = require('node:fs');
process.chdir(__dirname);
const words = process.argv.slice(2);
fs.appendFileSync('calls', words.join(' ') + '\\n');
const { missing, exports: exported = '', exportFails, clientFails, busy = 0, withoutDatabase = 0 } = JSON.parse(fs.readFileSync('engine.json'));
const [, role] = /appengine\\.role=(\\w+)/.exec(words.join(' ')) ?? [];
if (words[0] === 'ps') {
  if (role !== missing) console.log(role);
} else if (words[0] === 'inspect') {
  console.log(JSON.stringify([{ Id: words.at(-1) }]));
} else if (words.includes('export') && fs.readFileSync('calls', 'utf8').split('backup export').length <= busy + 1) {
  console.error('another backup is under way'); process.exitCode = 14;
} else if (words.includes('export')) {
  process.stdout.write(exported);
  if (exportFails) { console.error('there is no backup yet'); process.exitCode = 16; }
} else if (words.includes('SELECT 1')) {
  if (fs.readFileSync('calls', 'utf8').split('SELECT 1').length <= withoutDatabase + 1) {
    console.error('FATAL: database "orders" does not exist'); process.exitCode = 2;
  }
} else {
  fs.writeFileSync('sent', fs.readFileSync(0));
  if (clientFails) { console.error('psql:<stdin>:3: ERROR: relation "notes" exists'); process.exitCode = 3; }
}
`;

interface Engine {
  readonly missing?: 'backup' | 'service';
  readonly exports?: string;
  readonly exportFails?: true;
  readonly clientFails?: true;
  /** How often another backup is under way. */
  readonly busy?: number;
  /** How often the server answers before it has made its database. */
  readonly withoutDatabase?: number;
}

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'load-seed-'));
  writeFileSync(join(directory, 'docker'), FAKE_DOCKER, { mode: 0o755 });
  writeFileSync(join(directory, 'seed.sql'), 'CREATE TABLE notes (number int);');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function load(
  type: string,
  source: readonly string[],
  engine: Engine = {},
): { readonly status: number | null; readonly stderr: string; readonly sent: string } {
  writeFileSync(join(directory, 'engine.json'), JSON.stringify(engine));
  writeFileSync(join(directory, 'sent'), '');
  const program = join(packageRoot(), 'bin', 'health-gate', 'load-seed.js');
  const words = ['--instance', 'test', '--stack', 'acme-pr-1', '--type', type, ...source, '--service', 'orders'];
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], {
    env: { PATH: [directory, dirname(process.execPath), process.env.PATH].join(delimiter) },
    encoding: 'utf8',
  });
  return { status, stderr, sent: readFileSync(join(directory, 'sent'), 'utf8') };
}

const file = (): readonly string[] => ['--file', join(directory, 'seed.sql')];
const calls = (): string => readFileSync(join(directory, 'calls'), 'utf8');

test('statements of a file are one transaction of the owner of the database', () => {
  expect(load('postgres', file())).toEqual({
    status: 0,
    stderr: '',
    sent: 'BEGIN;\nSET ROLE "orders-owner";\nCREATE TABLE notes (number int);\nCOMMIT;\n',
  });
  expect(calls()).toContain('exec --interactive service agent postgres connect orders --no-psqlrc');
  expect(calls()).toContain('label=appengine.stack=acme-pr-1');
});

test('MariaDB gets them as they are', () => {
  expect(load('mariadb', file())).toMatchObject({ status: 0, sent: 'CREATE TABLE notes (number int);' });
});

test('statements of the last backup come from the container that makes those of the original', () => {
  const exports = 'COPY notes FROM stdin;\n1\n'.repeat(20_000);
  const { status, sent } = load('postgres', ['--original', 'acme'], { exports });
  expect({ status, length: sent.length, end: sent.slice(-8) }).toEqual({
    status: 0,
    length: 'BEGIN;\nSET ROLE "orders-owner";\n'.length + exports.length + '\nCOMMIT;\n'.length,
    end: 'COMMIT;\n',
  });
  expect(calls()).toContain('exec backup agent backup export');
  expect(calls()).toContain('label=appengine.stack=acme --filter label=appengine.role=backup');
});

test('another backup of the original is waited for', () => {
  expect(load('postgres', ['--original', 'acme'], { exports: 'SELECT 1;', busy: 1 })).toEqual({
    status: 0,
    stderr: '',
    sent: 'BEGIN;\nSET ROLE "orders-owner";\nSELECT 1;\nCOMMIT;\n',
  });
});

test('a server that has not made its database yet is waited for', () => {
  expect(load('postgres', file(), { withoutDatabase: 2 })).toMatchObject({
    status: 0,
    sent: expect.stringContaining('CREATE TABLE') as string,
  });
  expect(load('mariadb', file(), { withoutDatabase: 1 })).toMatchObject({ status: 0 });
});

test('a source that breaks off commits nothing', () => {
  const broken = load('postgres', ['--original', 'acme'], { exports: 'CREATE TABLE notes (number int);', exportFails: true });
  expect(broken).toMatchObject({ status: 1, stderr: 'SeedNotLoaded: there is no backup yet\n' });
  expect(broken.sent).not.toContain('COMMIT');
  const missing = load('postgres', ['--file', join(directory, 'none.sql')]);
  expect(missing).toMatchObject({ status: 1, stderr: expect.stringMatching(/^SeedNotLoaded: ENOENT.*none\.sql/) as string });
  expect(missing.sent).not.toContain('COMMIT');
});

test.each<[string, readonly string[], Engine, string]>([
  ['the client', ['--original', 'acme'], { clientFails: true }, 'SeedNotLoaded: psql:<stdin>:3: ERROR: relation "notes" exists\n'],
  [
    'a server that does not run',
    ['--original', 'acme'],
    { missing: 'service' },
    'SeedNotLoaded: no container runs that has the service of acme-pr-1/orders; run the deploy again\n',
  ],
  [
    'an original without backups',
    ['--original', 'acme'],
    { missing: 'backup' },
    'SeedNotLoaded: no container runs that has the backup of acme/orders; give it a backup and deploy it, or seed the preview from a file\n',
  ],
])('tells what %s says', (_, source, engine, stderr) => {
  expect(load('postgres', source, engine)).toMatchObject({ status: 1, stderr });
});
