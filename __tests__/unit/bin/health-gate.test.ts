import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

/** What the gate reads of `docker inspect`. */
interface ContainerState {
  readonly RestartCount?: number;
  readonly HostConfig?: { readonly Memory: number };
  readonly State: {
    readonly Status: 'created' | 'running' | 'restarting' | 'exited' | 'dead';
    readonly Running: boolean;
    readonly ExitCode?: number;
    readonly OOMKilled?: boolean;
    readonly Health?: { readonly Status: string; readonly Log?: readonly { readonly Output: string }[] };
  };
}

/** Stands for the docker client: answers `inspect` with one state after the other, and writes down how it was called. */
const FAKE_DOCKER = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
echo "$*" >> calls
case "$1" in
  inspect)
    count=$(($(cat count 2>/dev/null || echo 0) + 1))
    echo "$count" > count
    [ -f "state-$count" ] || count=last
    cat "state-$count" ;;
  update)
    [ ! -f update-fails-once ] || { cat update-fails-once >&2; rm update-fails-once; exit 1; }
    [ ! -f update-fails ] || { cat update-fails >&2; exit 1; } ;;
  logs)
    if [ -f said ]; then cat said; else echo "2026-01-01T00:00:01Z listening"; echo "2026-01-01T00:00:02Z out of cheese" >&2; fi ;;
esac
`;

const GATE = join(packageRoot(), 'bin', 'health-gate', 'main.js');

const healthy: ContainerState = { State: { Status: 'running', Running: true, Health: { Status: 'healthy' } } };
const starting: ContainerState = {
  State: { Status: 'running', Running: true, Health: { Status: 'starting', Log: [{ Output: 'connection refused\n' }] } },
};
const exited = (exitCode: number): ContainerState => ({ State: { Status: 'exited', Running: false, ExitCode: exitCode } });

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'health-gate-'));
  writeFileSync(join(directory, 'docker'), FAKE_DOCKER, { mode: 0o755 });
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

interface Result {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly string[];
}

/** Runs the gate for a container that is in one of `states` after the other, and then in the last one. */
function gate(states: readonly [ContainerState, ...ContainerState[]], ...options: readonly string[]): Result {
  for (const [index, state] of states.entries()) writeFileSync(join(directory, `state-${String(index + 1)}`), JSON.stringify([state]));
  writeFileSync(join(directory, 'state-last'), JSON.stringify([states.at(-1)]));
  const { status, stdout, stderr } = spawnSync(process.execPath, [GATE, ...options, 'shop-1'], {
    encoding: 'utf8',
    env: { PATH: [directory, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) },
  });
  const calls = readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');
  return { exitCode: status, stdout, stderr, calls };
}

const LAST_WORDS = '  its last words:\n    listening\n    out of cheese\n  kept, stopped, as shop-1-failed\n';
const SET_ASIDE = ['logs --timestamps --tail 25 shop-1', 'stop --time 2 shop-1', 'rm --force shop-1-failed', 'rename shop-1 shop-1-failed'];

test('seals the pids limit, then waits until the container is healthy', () => {
  const { exitCode, stdout, stderr, calls } = gate([starting, starting, healthy], '--until', 'healthy', '--timeout', '30', '--pids', '256');

  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(calls).toEqual([
    'update --pids-limit 256 shop-1',
    'inspect --type container shop-1',
    'inspect --type container shop-1',
    'inspect --type container shop-1',
  ]);
});

test('without a limit there is nothing to seal', () => {
  expect(gate([healthy], '--until', 'healthy', '--timeout', '30').calls).toEqual(['inspect --type container shop-1']);
});

test('a running container whose limit cannot be set fails', () => {
  writeFileSync(join(directory, 'update-fails'), 'no such cgroup\n');
  const { exitCode, stderr, calls } = gate([starting, healthy], '--until', 'healthy', '--timeout', '30', '--pids', '256');

  expect(exitCode).toBe(1);
  expect(stderr).toBe(`shop-1 runs without a limit of processes, which could not be set: no such cgroup\n${LAST_WORDS}`);
  expect(calls.slice(-4)).toEqual(SET_ASIDE);
});

test('a container that ends while its limit is set is judged by its end', () => {
  writeFileSync(join(directory, 'update-fails'), 'not running\n');
  const restarting: ContainerState = { RestartCount: 3, State: { Status: 'restarting', Running: true, ExitCode: 1 } };
  expect(gate([starting, restarting], '--until', 'healthy', '--timeout', '30', '--pids', '256').stderr).toMatch(/^shop-1 keeps ending: /);
});

test('a container that has already ended is judged by its end, not by its limit', () => {
  writeFileSync(join(directory, 'update-fails'), 'not running\n');

  expect(gate([exited(0)], '--until', 'done', '--timeout', '30', '--pids', '256').exitCode).toBe(0);
});

test('a job that ends while its limit is set has it set once more, for the audit and its next start', () => {
  writeFileSync(join(directory, 'update-fails-once'), 'no such cgroup\n');
  const { exitCode, calls } = gate([exited(0)], '--until', 'done', '--timeout', '30', '--pids', '256');

  expect(exitCode).toBe(0);
  expect(calls.filter((call) => call.startsWith('update'))).toEqual(Array(2).fill('update --pids-limit 256 shop-1'));
});

test('a container that dies at once fails with its last words, and is set aside', () => {
  const { exitCode, stderr, calls } = gate([exited(137)], '--until', 'healthy', '--timeout', '30');

  expect(exitCode).toBe(1);
  expect(stderr).toBe(`shop-1 ended with exit code 137\n${LAST_WORDS}`);
  expect(calls).toEqual(['inspect --type container shop-1', ...SET_ASIDE]);
});

test('a container that keeps restarting fails before its time is over', () => {
  const restarting: ContainerState = { RestartCount: 3, State: { Status: 'restarting', Running: true, ExitCode: 1 } };

  expect(gate([starting, restarting], '--until', 'healthy', '--timeout', '30').stderr).toBe(
    `shop-1 keeps ending: ended with exit code 1, started 4 times\n${LAST_WORDS}`,
  );
});

test.each<[string, ContainerState]>([
  ['between two starts', { RestartCount: 1, State: { Status: 'restarting', Running: true, ExitCode: 3 } }],
  [
    'as soon as it is unhealthy',
    { RestartCount: 1, State: { Status: 'running', Running: true, ExitCode: 0, Health: { Status: 'unhealthy' } } },
  ],
  ['when its time is over', { RestartCount: 1, State: { Status: 'running', Running: true, ExitCode: 0, Health: { Status: 'starting' } } }],
])('a container that ended before says how, seen %s', (_, state) => {
  const ended: ContainerState = { RestartCount: 1, State: { Status: 'restarting', Running: true, ExitCode: 3 } };
  expect(gate([ended, state], '--until', 'healthy', '--timeout', '1').stderr).toMatch(
    /^shop-1 keeps ending: ended with exit code 3, started 2 times/,
  );
});

test('a container that was killed for memory says how much it had', () => {
  const state = { Status: 'exited', Running: false, ExitCode: 137, OOMKilled: true } as const;
  expect(gate([{ State: state, HostConfig: { Memory: 256 << 20 } }], '--until', 'healthy', '--timeout', '30').stderr).toBe(
    `shop-1 ended with exit code 137, killed for memory: it needed more than its 256 MiB; raise \`memory\`\n${LAST_WORDS}`,
  );
});

describe('last words', () => {
  const said = (...lines: readonly string[]): string => {
    writeFileSync(join(directory, 'said'), lines.map((line, index) => `2026-01-01T00:00:0${String(index)}Z ${line}\n`).join(''));
    return gate([exited(1)], '--until', 'healthy', '--timeout', '30').stderr;
  };

  test('do nothing to a terminal', () => {
    const text = said('\x1b[2J\x1b]0;owned\x07 ✔ acme  2/2 healthy\r', 'one\ttab', 'right\u202eleft');
    expect(text).toContain('    \\x1b[2J\\x1b]0;owned\\x07 ✔ acme  2/2 healthy\n    one  tab\n    right\\x202eleft\n');
  });

  test('are as long as Terraform keeps: lines are cut, and the last ones stay', () => {
    const text = said(...Array.from({ length: 9 }, (_, index) => `${String(index)}${'x'.repeat(400_000)}`), 'the reason');
    expect(Buffer.byteLength(text)).toBeLessThan(6 * 1024);
    expect(text).toMatch(/^shop-1 ended with exit code 1\n {2}its last words:\n/);
    expect(text).toContain('    the reason\n');
  });
});

test('a container that never gets healthy fails with its last check', () => {
  const { exitCode, stderr, calls } = gate([starting], '--until', 'healthy', '--timeout', '1');

  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    `shop-1 did not become healthy (last check: connection refused) within 1 s; if it needs longer to start, raise \`startWithin\` of its health check, or its \`cpu\`\n${LAST_WORDS}`,
  );
  expect(calls.slice(-4)).toEqual(SET_ASIDE);
});

test('an unhealthy container fails before its time is over', () => {
  const unhealthy: ContainerState = { State: { Status: 'running', Running: true, Health: { Status: 'unhealthy' } } };

  expect(gate([unhealthy], '--until', 'healthy', '--timeout', '30').stderr).toBe(`shop-1 did not become healthy\n${LAST_WORDS}`);
});

test('without a health check, a second of life is enough, by this clock and not by the engine’s', () => {
  const running: ContainerState = { State: { Status: 'running', Running: true } };
  const restarting: ContainerState = { State: { Status: 'restarting', Running: false } };

  expect(gate([running], '--until', 'running', '--timeout', '30')).toMatchObject({ exitCode: 0 });
  rmSync(join(directory, 'count'));
  expect(gate([running, restarting], '--until', 'running', '--timeout', '1').stderr).toBe(
    `shop-1 did not stay up within 1 s\n${LAST_WORDS}`,
  );
});

describe('a job', () => {
  const running: ContainerState = { State: { Status: 'running', Running: true } };

  test('is done at its end with 0, and its words are shown', () => {
    const { exitCode, stdout, calls } = gate(
      [{ State: { Status: 'created', Running: false } }, running, exited(0)],
      '--until',
      'done',
      '--timeout',
      '30',
    );

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'listening\nout of cheese\n' });
    expect(calls.some((call) => call.startsWith('rename'))).toBe(false);
  });

  test('fails with any other exit code', () => {
    expect(gate([running, exited(3)], '--until', 'done', '--timeout', '30')).toMatchObject({
      exitCode: 1,
      stderr: `shop-1 ended with exit code 3\n${LAST_WORDS}`,
    });
  });

  test('fails when it takes too long', () => {
    expect(gate([running], '--until', 'done', '--timeout', '1')).toMatchObject({
      exitCode: 1,
      stderr: `shop-1 did not finish within 1 s\n${LAST_WORDS}`,
    });
  });
});
