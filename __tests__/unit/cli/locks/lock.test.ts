import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileQueue } from '../../../../cli/locks/file-queue';
import { LockMode, withLockOn } from '../../../../cli/locks/lock';
import { thisProcess } from '../../../../cli/locks/lock-holder';
import { packageRoot } from '../../../../constructs/package-root';
import { request } from '../../../fixture/locks/request';
import { Signal, takeTurns } from '../../../fixture/locks/turns';

const WORKER = join(packageRoot(), '__tests__/fixture/locks/worker.ts');

describe('withLockOn', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'appengine-lock-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** A ticket of a process that is not this one. */
  function place(more: object): void {
    const ticket = { ...thisProcess('appengine up'), id: 'other', number: 1, mode: 'exclusive', ...more };
    writeFileSync(join(directory, 'other.json'), JSON.stringify(ticket));
  }

  test('leaves nothing behind, also after an error', async () => {
    await withLockOn(new FileQueue(directory), request(), () => Promise.resolve());
    await expect(withLockOn(new FileQueue(directory), request(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('says for whom it waits, and goes on when that one is done', async () => {
    const holder = `^\`appengine up\` of \\S+ on ${hostname()} \\(pid ${String(process.pid)}\\), since \\d\\d:\\d\\d$`;
    expect(await takeTurns(() => new FileQueue(directory))).toEqual([expect.stringMatching(new RegExp(holder))]);
  });

  test('those that share it hold it together, and one that wants it alone is not overtaken', async () => {
    const order: string[] = [];
    const [aBegun, bBegun, aloneWaits, cWaits] = [new Signal(), new Signal(), new Signal(), new Signal()];
    const shared = (name: string, onBegin?: () => void, onWait?: () => void): Promise<void> =>
      withLockOn(new FileQueue(directory), request({ mode: LockMode.SHARED, ...(onWait && { onWait }) }), async () => {
        order.push(`${name} begins`);
        onBegin?.();
        await cWaits.given;
        order.push(`${name} ends`);
      });
    const together = [shared('a', aBegun.give), shared('b', bBegun.give)];
    await Promise.all([aBegun.given, bBegun.given]);
    const alone = withLockOn(new FileQueue(directory), request({ onWait: aloneWaits.give }), () => Promise.resolve(order.push('alone')));
    await aloneWaits.given;
    await Promise.all([...together, alone, shared('c', undefined, cWaits.give)]);
    expect(order.slice(0, 2).sort()).toEqual(['a begins', 'b begins']);
    expect(order.slice(4)).toEqual(['alone', 'c begins', 'c ends']);
  });

  test('a process that has ended holds nothing', async () => {
    place({ pid: 2 ** 22 + 1 });
    await expect(withLockOn(new FileQueue(directory), request({ wait: 0 }), () => Promise.resolve('mine'))).resolves.toBe('mine');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('another process with the number of one that has ended holds nothing', async () => {
    place({ pid: process.pid, started: 'before the last boot' });
    await expect(withLockOn(new FileQueue(directory), request({ wait: 0 }), () => Promise.resolve('mine'))).resolves.toBe('mine');
  });

  test('a process of another host is waited for, and the error says how to remove its lock', async () => {
    place({ host: 'host1', user: 'anna', pid: 4711, number: 0 });
    await expect(withLockOn(new FileQueue(directory), request({ wait: 0 }), () => Promise.resolve())).rejects.toThrow(
      /^LockTimeout: `appengine up` of anna on host1 \(pid 4711\), since \d\d:\d\d is still at work after 0 s; .*remove .*other\.json$/,
    );
    expect(readdirSync(directory)).toEqual(['other.json']);
  });

  test('one that cannot be read is named', async () => {
    writeFileSync(join(directory, 'other.json'), '{');
    await expect(withLockOn(new FileQueue(directory), request(), () => Promise.resolve())).rejects.toThrow(
      /^LockUnreadable: .*other\.json/,
    );
  });

  test('an interrupt ends the wait, and leaves nothing behind', async () => {
    place({ host: 'host1' });
    const child = spawn(process.execPath, ['--import', 'tsx', WORKER, directory, join(directory, 'log'), 'waits', 'exclusive', '1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const ended = once(child, 'close');
    child.kill('SIGINT');
    expect(await ended).toEqual([1, null]);
    expect(readdirSync(directory)).toEqual(['other.json']);
  });

  test('holds among processes', async () => {
    const log = join(directory, 'log');
    writeFileSync(log, '');
    const children = ['exclusive', 'exclusive', 'shared'].map((mode, index) =>
      spawn(process.execPath, ['--import', 'tsx', WORKER, join(directory, 'locks'), log, `w${String(index)}`, mode, '10'], {
        stdio: 'ignore',
      }),
    );
    const exitCodes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as number));
    expect(exitCodes).toEqual([0, 0, 0]);
    const active = { exclusive: 0, shared: 0 };
    for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
      const [mode, event] = line.split(' ') as ['exclusive' | 'shared', string];
      active[mode] += event === 'begin' ? 1 : -1;
      expect(active.exclusive === 0 || (active.exclusive === 1 && active.shared === 0)).toBe(true);
    }
    expect(readdirSync(join(directory, 'locks'))).toEqual([]);
  });
});
