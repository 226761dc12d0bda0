import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { IN_TURN, sliceOf } from '../../../tools/test/slices';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-slices-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: directory, stdio: 'ignore' });
}

function ofToday(): unknown {
  return IN_TURN[Math.floor(Date.now() / 86_400_000) % IN_TURN.length];
}

test('each commit has the next slice, so that as many commits as there are slices see all of them', () => {
  git('init');
  const seen = IN_TURN.map((_, number) => {
    git('commit', '--allow-empty', '--message', String(number));
    return sliceOf(directory).name;
  });
  expect(new Set(seen)).toEqual(new Set(IN_TURN.map(({ name }) => name)));
});

test('without Git, and in a shallow clone, the day decides', () => {
  expect(sliceOf(directory)).toBe(ofToday());
  git('init', 'origin');
  const origin = join(directory, 'origin');
  git('-C', origin, 'commit', '--allow-empty', '--message', 'one');
  git('-C', origin, 'commit', '--allow-empty', '--message', 'two');
  git('clone', '--depth', '1', pathToFileURL(origin).href, 'shallow');
  expect(sliceOf(join(directory, 'shallow'))).toBe(ofToday());
});
