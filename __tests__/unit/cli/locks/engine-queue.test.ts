import { hostname, tmpdir } from 'node:os';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineQueue } from '../../../../cli/locks/engine-queue';
import { FileQueue } from '../../../../cli/locks/file-queue';
import { lockDirectory, locksOfProject, locksOnEngine } from '../../../../cli/locks/held-locks';
import { withLockOn } from '../../../../cli/locks/lock';
import { isRunningHere, thisProcess } from '../../../../cli/locks/lock-holder';
import { holdersOf, type Ticket } from '../../../../cli/locks/ticket-queue';
import { Instance } from '../../../../constructs';
import { FakeVolumes } from '../../../fixture/fake-volumes';
import { request } from '../../../fixture/locks/request';
import { takeTurns } from '../../../fixture/locks/turns';
import { sessionOf } from '../../../fixture/session';

const INSTANCE = new Instance({ name: 'shop' });

let volumes: FakeVolumes;

beforeEach(async () => {
  volumes = await FakeVolumes.serve();
});

afterEach(() => volumes.close());

/** Of a process that is not this one. */
const elsewhere = (more: Partial<Ticket> = {}): Ticket => ({
  ...thisProcess('appengine up'),
  host: 'runner-7',
  user: 'ci',
  pid: 4711,
  id: 'other',
  number: 1,
  mode: 'exclusive',
  ...more,
});

test('leaves nothing behind, also after an error', async () => {
  const queue = new EngineQueue(sessionOf(INSTANCE), 'project');
  await withLockOn(queue, request(), () => {
    expect(volumes.names()).toEqual([expect.stringMatching(/^shop\.lock\.[0-9a-f-]{36}$/)]);
    return Promise.resolve();
  });
  await expect(withLockOn(queue, request(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(volumes.names()).toEqual([]);
});

test('two checkouts take turns, and the second one is told whom it waits for', async () => {
  const holders = await takeTurns(() => new EngineQueue(sessionOf(INSTANCE), 'project'));
  expect(holders).toEqual([expect.stringMatching(/^`appengine up` of \S+ on \S+ \(pid \d+\), since/)]);
});

test('locks of other names and other installations are others', async () => {
  await new EngineQueue(sessionOf(INSTANCE), 'stacks/acme').put(elsewhere());
  await new EngineQueue(sessionOf(new Instance({ name: 'other' })), 'project').put(elsewhere());
  await expect(withLockOn(new EngineQueue(sessionOf(INSTANCE), 'project'), request({ wait: 0 }), () => Promise.resolve(1))).resolves.toBe(
    1,
  );
  expect((await locksOnEngine(sessionOf(INSTANCE))).map(({ name, ticket }) => [name, ticket.host])).toEqual([['stacks/acme', 'runner-7']]);
});

test('a holder on another host is named, with the command that takes its lock away', async () => {
  const queue = new EngineQueue(sessionOf(INSTANCE), 'project');
  await queue.put(elsewhere());
  await expect(withLockOn(queue, request({ wait: 0 }), () => Promise.resolve())).rejects.toThrow(
    /^LockTimeout: `appengine up` of ci on runner-7 \(pid 4711\), since .* after 0 s; .*if it is gone, run npx appengine state unlock$/,
  );
  expect(volumes.names()).toEqual(['shop.lock.other']);
});

test.each<[string, Partial<Ticket>, boolean]>([
  ['has ended', { host: hostname(), pid: 2 ** 22 + 1 }, true],
  ['is on a host of the same name', { host: hostname(), pid: 2 ** 22 + 1, machine: 'another' }, false],
  ['is on another host', { pid: 2 ** 22 + 1 }, false],
])('a ticket of a process that %s', async (_, more, isRemoved) => {
  const queue = new EngineQueue(sessionOf(INSTANCE), 'project');
  await queue.put(elsewhere(more));
  expect(await queue.tickets()).toHaveLength(isRemoved ? 0 : 1);
  expect(volumes.names()).toHaveLength(isRemoved ? 0 : 1);
});

test('locks of a checkout that a container held are found as well, and can be taken away', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'held-locks-'));
  const instance = new Instance({ name: 'shop', projectDirectory: directory });
  expect(await locksOfProject(instance)).toEqual([]);
  for (const name of ['project', 'stacks/acme']) await new FileQueue(join(lockDirectory(instance), name)).put(elsewhere());
  const held = await locksOfProject(instance);
  expect(held.map(({ name, ticket }) => [name, ticket.host])).toEqual([
    ['project', 'runner-7'],
    ['stacks/acme', 'runner-7'],
  ]);
  for (const { queue, ticket } of held) await queue.remove(ticket.id);
  expect(await locksOfProject(instance)).toEqual([]);
  rmSync(directory, { recursive: true });
});

test('only what runs here is seen to run', () => {
  const here = { ...elsewhere(), ...thisProcess('appengine up') };
  expect(isRunningHere(here)).toBe(true);
  expect(isRunningHere({ ...here, pid: 2 ** 22 + 1 })).toBe(false);
  expect(isRunningHere({ ...here, host: 'runner-7' })).toBe(false);
  expect(isRunningHere({ ...here, machine: 'another' })).toBe(false);
});

test('what holds a lock comes first, and is alone or shares it', () => {
  const tickets = fc.uniqueArray(
    fc.record({ number: fc.integer({ min: 1, max: 9 }), mode: fc.constantFrom('shared', 'exclusive') } as const),
    {
      selector: ({ number }) => number,
    },
  );
  fc.assert(
    fc.property(tickets, (some) => {
      const all = some.map((more) => elsewhere({ ...more, id: String(more.number) }));
      const holders = holdersOf(all);
      expect(holders.length > 0).toBe(all.length > 0);
      expect(holders.length === 1 || holders.every(({ mode }) => mode === 'shared')).toBe(true);
      const last = Math.max(0, ...holders.map(({ number }) => number));
      expect(all.filter(({ number }) => number <= last)).toHaveLength(holders.length);
    }),
  );
});
