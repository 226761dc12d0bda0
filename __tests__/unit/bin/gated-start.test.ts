import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

interface Container {
  readonly name: string;
  readonly state?: 'created' | 'running' | 'exited';
  readonly exitCode?: number;
  /** How it ends, if it does not stay up once it is started. */
  readonly ends?: number;
  readonly user?: string;
  readonly role?: string;
  readonly instance?: string;
  readonly restart?: string;
  readonly generation?: string;
  /** Such as `127.0.0.1:8080`. */
  readonly publishes?: readonly string[];
}

/** Stands for the docker client and an engine whose containers all mount the volume `data` at `/data`. */
const FAKE_DOCKER = `#!/usr/bin/env node
const fs = require('node:fs');
process.chdir(__dirname);
const [command, ...args] = process.argv.slice(2);
fs.appendFileSync('calls', [command, ...args].join(' ') + '\\n');
const containers = JSON.parse(fs.readFileSync('containers.json'));
const find = (id) => containers.find(({ name }) => name === id);
const id = args.at(-1);
const NEVER = '0001-01-01T00:00:00Z';
const at = (second) => \`2026-01-02T03:04:\${second}.000000000Z\`;
if (command === 'ps') {
  const states = args.includes('--all') ? ['exited'] : ['running'];
  console.log(containers.filter(({ state = 'created' }) => states.includes(state)).map(({ name }) => name).join('\\n'));
} else if (command === 'inspect') {
  const known = args.slice(2).map(find).filter(Boolean).map((c) => ({
    Id: c.name, Name: '/' + c.name, RestartCount: 0,
    State: {
      Status: c.state ?? 'created', Running: c.state === 'running', ExitCode: c.exitCode ?? 0,
      // An engine notes a start when it has heard of it: a quick program has ended by then.
      StartedAt: c.state === undefined ? NEVER : at(30), FinishedAt: c.state === 'exited' ? at(10) : NEVER,
    },
    HostConfig: {
      Tmpfs: { '/tmp': 'rw,noexec', '/tmp/native': 'rw,noexec' },
      RestartPolicy: { Name: c.restart ?? 'unless-stopped' },
      PortBindings: Object.fromEntries((c.publishes ?? []).map((published, index) => {
        const [, HostIp, HostPort] = /^(.*):(\\d+)$/.exec(published);
        return [\`\${8080 + index}/tcp\`, [{ HostIp, HostPort }]];
      })),
    },
    Config: { User: c.user ?? '1000:1000', Labels: { 'appengine.instance': c.instance ?? 'test', 'appengine.role': c.role ?? 'replica', 'appengine.generation': c.generation ?? c.name.split('-').at(-1) } },
    Mounts: [{ Type: 'volume', Name: 'data', Destination: '/data', RW: true }],
  }));
  console.log(JSON.stringify(known));
} else if (command === 'start' || command === 'stop') {
  const container = find(id);
  container.state = command === 'stop' || container.ends !== undefined ? 'exited' : 'running';
  container.exitCode = container.ends ?? 0;
  fs.writeFileSync('containers.json', JSON.stringify(containers));
} else if (command === 'logs') {
  const said = fs.existsSync('words') ? fs.readFileSync('words', 'utf8') : at('05') + ' listening before\\n' + at(20) + ' listening now';
  const since = args[args.indexOf('--since') + 1];
  console.log(args.includes('--since') ? said.split('\\n').filter((line) => line >= since).join('\\n') : said);
} else if (command === 'run' && args.includes('--publish')) {
  if (!fs.existsSync('refusal')) process.exit(2);
  console.error(fs.readFileSync('refusal', 'utf8'));
  process.exit(125);
} else if (command === 'run' && fs.existsSync('own-fails')) {
  console.log('lchown .: operation not permitted');
  process.exit(1);
}
`;

const GATE = join(packageRoot(), 'bin', 'health-gate', 'main.js');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gated-start-'));
  writeFileSync(join(directory, 'docker'), FAKE_DOCKER, { mode: 0o755 });
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

interface Result {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What changed something, in order; `own` stands for the container that gives a volume away. */
  readonly calls: readonly string[];
}

/** Runs the gate for the first of `containers`. */
function gate(containers: readonly [Container, ...Container[]], ...options: readonly string[]): Result {
  writeFileSync(join(directory, 'containers.json'), JSON.stringify(containers));
  const { status, stdout, stderr } = spawnSync(process.execPath, [GATE, '--timeout', '5', '--start', ...options, containers[0].name], {
    encoding: 'utf8',
    env: { PATH: [directory, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) },
  });
  const calls = readFileSync(join(directory, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .filter((call) => !/^(ps|inspect|logs|rm)/.test(call))
    .map((call) => call.replace(/^run .* --publish (\S+) probe-image$/, 'try $1'))
    .map((call) => call.replace(/^run .* own --user (\d+).*$/, 'own $1'));
  return { exitCode: status, stdout, stderr, calls };
}

const WRITES = ['--until', 'running', '--writes', 'data', '--probe', 'probe-image'];

test('what writes the volume ends before its successor gets the volume and starts', () => {
  expect(
    gate(
      [
        { name: 'shop-1-new', user: '2000:2000' },
        { name: 'shop-1-old', state: 'running' },
      ],
      ...WRITES,
    ),
  ).toMatchObject({
    exitCode: 0,
    calls: ['stop shop-1-old', 'own 2000', 'start shop-1-new'],
  });
});

test('when it fails, what wrote the volume before gets it back and is started again', () => {
  const { exitCode, stderr, calls } = gate(
    [
      { name: 'shop-1-new', user: '2000:2000', ends: 3 },
      { name: 'shop-1-old', state: 'running' },
    ],
    ...WRITES,
  );

  expect(exitCode).toBe(1);
  expect(stderr).toContain('shop-1-new ended with exit code 3\n');
  expect(stderr).toContain('  started again: shop-1-old\n');
  const restored = ['own 1000', 'start shop-1-old'];
  expect(calls).toEqual([
    ...['stop shop-1-old', 'own 2000', 'start shop-1-new', 'stop --time 2 shop-1-new', 'rename shop-1-new shop-1-new-failed'],
    ...restored,
  ]);
});

test('what a job has stopped is started again when the pool after it fails, unless it runs once or failed itself', () => {
  const { calls } = gate(
    [
      { name: 'shop-1-new', ends: 1 },
      { name: 'shop-1-old', state: 'exited' },
      { name: 'migration-1', state: 'exited', restart: 'no' },
      { name: 'shop-1-older-failed', state: 'exited' },
    ],
    ...WRITES,
  );

  expect(calls.filter((call) => call.startsWith('start'))).toEqual(['start shop-1-new', 'start shop-1-old']);
});

test('what is not of this instance is named and left alone', () => {
  const { exitCode, stderr, calls } = gate([{ name: 'shop-1-new' }, { name: 'foreign', state: 'running', instance: 'other' }], ...WRITES);

  expect(exitCode).toBe(1);
  expect(stderr).toContain('volume data is written by foreign, which is not of this instance');
  expect(calls).not.toContain('stop foreign');
  expect(calls).not.toContain('start shop-1-new');
});

test('a volume that cannot be given to the user is named with its path', () => {
  writeFileSync(join(directory, 'own-fails'), '');
  const { exitCode, stderr } = gate([{ name: 'shop-1-new' }], ...WRITES);

  expect(exitCode).toBe(1);
  expect(stderr).toContain('volume data (/data) cannot be given to user 1000: lchown .: operation not permitted');
});

test('a user with a name is left as the image has it', () => {
  expect(gate([{ name: 'shop-1-new', user: 'postgres' }], ...WRITES).calls).toEqual(['start shop-1-new']);
});

test('others may go on writing a shared volume', () => {
  const shares = ['--until', 'running', '--shares', 'data', '--probe', 'probe-image'];

  expect(gate([{ name: 'shop-1-new' }, { name: 'shop-1-old', state: 'running' }], ...shares).calls).toEqual([
    'own 1000',
    'start shop-1-new',
  ]);
});

test('stop-first ends the generation before, and nothing else', () => {
  const containers: readonly [Container, ...Container[]] = [
    { name: 'shop-1-new' },
    { name: 'shop-1-old', state: 'running' },
    { name: 'shop-2-old', state: 'running' },
  ];

  expect(gate(containers, '--until', 'running', '--stop-first').calls).toEqual(['stop shop-1-old', 'start shop-1-new']);
});

describe('published ports', () => {
  const STOP_FIRST = ['--until', 'running', '--stop-first', '--probe', 'probe-image'];
  const router = (...publishes: readonly string[]): readonly [Container, Container] => [
    { name: 'router-new', publishes },
    { name: 'router-old', state: 'running', publishes: ['127.0.0.1:8080'] },
  ];

  test('the new ones are tried before the old owner ends', () => {
    expect(gate(router('127.0.0.1:8080', '203.0.113.7:8080', '::1:8080'), ...STOP_FIRST)).toMatchObject({
      exitCode: 0,
      calls: ['try 203.0.113.7:8080:1/tcp', 'try [::1]:8080:1/tcp', 'stop router-old', 'start router-new'],
    });
  });

  test.each([
    [
      'driver failed programming external connectivity: listen tcp4 203.0.113.7:8080: bind: cannot assign requested address',
      "203.0.113.7:8080/tcp cannot be published: the engine's machine has no address 203.0.113.7; publish on one that it has, even if clients reach it as another",
    ],
    [
      'Bind for 203.0.113.7:8080 failed: port is already allocated',
      '203.0.113.7:8080/tcp cannot be published: another program has the port; end it, or choose another port',
    ],
    ['listen tcp4 203.0.113.7:8080: bind: address already in use', 'another program has the port'],
    ['no space left on device\nusage: docker', '203.0.113.7:8080/tcp cannot be published: no space left on device\n'],
  ])('one that cannot be had leaves the old owner alone: %s', (refusal, reason) => {
    writeFileSync(join(directory, 'refusal'), refusal);
    const { exitCode, stderr, calls } = gate(router('127.0.0.1:8080', '203.0.113.7:8080'), ...STOP_FIRST);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`router-new may not start: `);
    expect(stderr).toContain(reason);
    expect(calls.filter((call) => /^(start|stop .*old)/.test(call))).toEqual([]);
  });

  test('the first owner has nothing to lose', () => {
    expect(gate([{ name: 'router-new', publishes: ['127.0.0.1:8080'] }], ...STOP_FIRST).calls).toEqual(['start router-new']);
  });

  test('the old owner is started again when the new one fails', () => {
    const [next, old] = router('127.0.0.1:8080');
    expect(gate([{ ...next, ends: 1 }, old], ...STOP_FIRST).calls.filter((call) => call.startsWith('start'))).toEqual([
      'start router-new',
      'start router-old',
    ]);
  });
});

describe('a job', () => {
  test('that has succeeded does not run again', () => {
    expect(gate([{ name: 'migration-1', state: 'exited', restart: 'no' }], '--until', 'done')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(directory, 'calls'), 'utf8')).not.toContain('start');
  });

  test('that failed runs again in the same container', () => {
    const { exitCode, calls } = gate([{ name: 'migration-1', state: 'exited', exitCode: 1, ends: 0 }], '--until', 'done');

    expect({ exitCode, calls }).toEqual({ exitCode: 0, calls: ['start migration-1'] });
  });

  test.each([
    ['for the first time', { name: 'migration-1', ends: 1 }, '    listening before\n    listening now\n'],
    ['again', { name: 'migration-1', state: 'exited', exitCode: 1, ends: 1 }, 'its last words:\n    listening now\n'],
  ] as const)('that has ended before its start was noted, %s, has its words told', (_, job, words) => {
    expect(gate([job], '--until', 'done').stderr).toContain(words);
  });

  test('keeps its name when it fails', () => {
    const { stderr, calls } = gate([{ name: 'migration-1', ends: 1 }], '--until', 'done');

    expect(stderr).toContain('kept, stopped, as migration-1\n');
    expect(calls.some((call) => call.startsWith('rename'))).toBe(false);
  });
});

test.each([
  ["Error: EACCES: permission denied, open '/srv/log/x'", "/srv/log/x cannot be written: add WritablePath.tmpfs('/srv/log', size)"],
  [
    "OSError: [Errno 30] Read-only file system: '/var/cache/x'",
    "/var/cache/x cannot be written: add WritablePath.tmpfs('/var/cache', size)",
  ],
  ["mkdir: cannot create directory '/data/x': Permission denied", '/data/x cannot be written: data (/data) belongs to another user'],
  [
    'FATAL:  could not create lock file "/run/postgresql/.s.PGSQL.5432.lock": Read-only file system',
    "/run/postgresql/.s.PGSQL.5432.lock cannot be written: add WritablePath.tmpfs('/run/postgresql', size)",
  ],
  ['/bin/sh: 1: cannot create /opt/x: Permission denied', "/opt/x cannot be written: add WritablePath.tmpfs('/opt', size)"],
  [
    'Exception in thread "main" java.lang.UnsatisfiedLinkError: /tmp/snappy-1.so: /tmp/snappy-1.so: failed to map segment from shared object: Operation not permitted',
    "/tmp/snappy-1.so cannot be loaded, since nothing is run from there: add WritablePath.executableTmpfs('/tmp', size, reason)",
  ],
  [
    'ImportError: /tmp/native/_MEI1/libz.so.1: failed to map segment from shared object',
    "/tmp/native/_MEI1/libz.so.1 cannot be loaded, since nothing is run from there: add WritablePath.executableTmpfs('/tmp/native', size, reason)",
  ],
  [
    'now Error loading shared library /srv/lib/x.so: Operation not permitted (needed by /app/tool)',
    "/srv/lib/x.so cannot be loaded, since nothing is run from there: add WritablePath.executableTmpfs('/srv/lib', size, reason)",
  ],
  [
    'INFO NativeLibraryLoader - /tmp/libnetty_1.so exists but cannot be executed even when execute permissions set; check volume for "noexec" flag',
    "/tmp/libnetty_1.so cannot be loaded, since nothing is run from there: add WritablePath.executableTmpfs('/tmp', size, reason)",
  ],
])('%s', (words, hint) => {
  writeFileSync(join(directory, 'words'), words);

  expect(gate([{ name: 'shop-1-new', ends: 1 }], '--until', 'running').stderr).toContain(hint);
});

test.each([
  'now /lib/libz.so.1: failed to map segment from shared object: Cannot allocate memory',
  'now libz.so.1: failed to map segment from shared object',
])('nothing is advised for %s', (words) => {
  writeFileSync(join(directory, 'words'), words);

  expect(gate([{ name: 'shop-1-new', ends: 1 }], '--until', 'running').stderr).not.toContain('WritablePath');
});
