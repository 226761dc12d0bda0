import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { Instance } from '../../../../constructs';
import type { AppContainer } from '../../../../operations/apps/app-containers';
import { followLogs, readLogs, type LogLine } from '../../../../operations/apps/app-logs';
import { Session } from '../../../../operations/session';
import { Workspace } from '../../../../operations/workspace';

/** A part of a log as the engine sends it: the stream, the length, the text. */
function frame(stream: 1 | 2, text: string): Buffer {
  const content = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt8(stream, 0);
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
}

function container(app: string): AppContainer {
  return { id: app, name: `test-acme-${app}-1`, tenant: 'acme', app, slot: 1, generation: 'a1', isRunning: true };
}

/** A session whose engine has a log for each container. */
function sessionWith(logs: Readonly<Record<string, Buffer>>): Session {
  const session = new Session(new Workspace('/nowhere', new Instance({ name: 'test', projectDirectory: '/nowhere' })), {});
  const engine = new Docker({ socketPath: '/nowhere' });
  jest.spyOn(engine, 'getContainer').mockImplementation(
    (id) =>
      ({
        logs: ({ follow }: { readonly follow: boolean }) => {
          const whole = logs[id] ?? Buffer.alloc(0);
          if (!follow) return Promise.resolve(whole);
          const stream = new PassThrough();
          // In pieces that end anywhere.
          for (let at = 0; at < whole.length; at += 7) stream.write(whole.subarray(at, at + 7));
          stream.end();
          return Promise.resolve(stream);
        },
      }) as unknown as Docker.Container,
  );
  jest.spyOn(session, 'engine').mockReturnValue(engine);
  return session;
}

const LOGS = {
  shop: Buffer.concat([
    frame(1, '2026-11-29T18:00:01Z one\n'),
    frame(2, '2026-11-29T18:00:03Z three \u001b[2J\n'),
    frame(1, '2026-11-29T18:00:04Z\n'),
  ]),
  api: frame(1, '2026-11-29T18:00:02Z two\n'),
};

test('lines of all containers are in the order of their times, without control characters', async () => {
  const lines = await readLogs(sessionWith(LOGS), [container('shop'), container('api')], {});

  expect(lines.map(({ app, stream, text }) => [app, stream, text])).toEqual([
    ['shop', 'stdout', 'one'],
    ['api', 'stdout', 'two'],
    ['shop', 'stderr', 'three \\x1b[2J'],
    ['shop', 'stdout', ''],
  ]);
  expect(lines[0]).toMatchObject({ time: '2026-11-29T18:00:01Z', slot: 1, container: 'test-acme-shop-1' });
});

test('lines that come are handed on whole, until the containers have ended', async () => {
  const lines: LogLine[] = [];
  await followLogs(sessionWith(LOGS), [container('shop')], {}, (line) => lines.push(line));

  expect(lines.map(({ text }) => text).sort()).toEqual(['', 'one', 'three \\x1b[2J']);
});
