import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Instance } from '../../../../constructs';
import type { DeploymentEvent } from '../../../../operations/events/event';
import { EventLog } from '../../../../operations/events/event-log';
import { publicWords } from '../../../../operations/events/public-words';
import { selectEvents } from '../../../../operations/events/select';

let directory: string;
let log: EventLog;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'events-'));
  const instance = new Instance({ name: 'test', projectDirectory: directory });
  log = new EventLog(instance);
  file = join(instance.directory, 'events.jsonl');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function event(id: string, subjects: readonly string[] = [], time = '2026-11-30T09:00:00.000Z'): DeploymentEvent {
  return { id, time, command: 'up', subjects, by: { user: 'ada', machine: 'desk' } };
}

const result = { time: '2026-11-30T09:01:00.000Z', exitCode: 0, outcomes: ['acme: 4 created'] };

describe('the trail', () => {
  test('has each command with its end, and one without an end where it was killed', () => {
    log.begin(event('one'));
    log.begin(event('two'));
    log.end('two', result);
    expect(log.read()).toEqual([event('one'), { ...event('two'), result }]);
  });

  test('is for its user alone', () => {
    log.begin(event('one'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('goes on after a line that was cut off', () => {
    log.begin(event('one'));
    appendFileSync(file, '{"id":"tw\n[1]\nnull\n{"id":7}\n');
    log.begin(event('three'));
    expect(log.read().map(({ id }) => id)).toEqual(['one', 'three']);
  });

  test('is bounded, and keeps the youngest', () => {
    const words = ['x'.repeat(100_000)];
    for (let index = 0; index < 40; index++) log.begin({ ...event(`event-${String(index)}`), words });
    const bytes = readFileSync(file).length + readFileSync(file.replace('.jsonl', '.1.jsonl')).length;
    expect(bytes).toBeLessThan(2.4 * 1024 * 1024);
    expect(log.read().at(-1)?.id).toBe('event-39');
    expect(log.read().length).toBeGreaterThan(10);
  });

  test('is empty where nothing was done', () => {
    expect(log.read()).toEqual([]);
  });
});

test('those of a place are also those of what is in it, and of all', () => {
  const events = [event('all'), event('acme', ['acme']), event('shop', ['acme/shop'], '2026-11-30T10:00:00Z'), event('globex', ['globex'])];
  const ids = (selection: Parameters<typeof selectEvents>[1]): readonly string[] => selectEvents(events, selection).map(({ id }) => id);
  expect(ids({})).toEqual(['all', 'acme', 'shop', 'globex']);
  expect(ids({ place: 'acme' })).toEqual(['all', 'acme', 'shop']);
  expect(ids({ place: 'acme/shop' })).toEqual(['all', 'acme', 'shop']);
  expect(ids({ place: 'acme/api' })).toEqual(['all', 'acme']);
  expect(ids({ since: Date.parse('2026-11-30T09:30:00Z') / 1000 })).toEqual(['shop']);
});

describe('words', () => {
  test.each([
    [
      ['node', 'report.js', '--month', '11'],
      ['node', 'report.js', '--month', '11'],
    ],
    [
      ['env', 'API_TOKEN=hunter22', 'sh'],
      ['env', 'API_TOKEN=…', 'sh'],
    ],
    [
      ['login', '--password', 'hunter22', '--user', 'ada'],
      ['login', '--password', '…', '--user', 'ada'],
    ],
    [
      ['login', '--db-password=hunter22'],
      ['login', '--db-password=…'],
    ],
    [
      ['curl', '-u', 'ada:hunter22', 'http://api'],
      ['curl', '-u', '…', 'http://api'],
    ],
    [
      ['mysql', '-phunter22', '-p3306'],
      ['mysql', '-p…', '-p3306'],
    ],
    [
      ['psql', 'postgres://ada:hunter22@db/orders'],
      ['psql', '…'],
    ],
    [
      ['sh', '-c', 'PASSWORD=hunter22 ./report'],
      ['sh', '-c', 'PASSWORD=…'],
    ],
    [
      ['sh', '-c', './report --token hunter22'],
      ['sh', '-c', '…'],
    ],
    [
      ['printenv', 'PASSWORD_FILE=/bindings/db/password'],
      ['printenv', 'PASSWORD_FILE=/bindings/db/password'],
    ],
  ])('%j are kept as %j', (given, kept) => {
    expect(publicWords(given)).toEqual(kept);
  });

  test('are as many as they were, and a secret after its name is in none', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{12,24}$/);
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        secret,
        fc.constantFrom('PASSWORD', 'api_key', 'client-secret', 'token'),
        (others, value, name) => {
          for (const words of [
            [...others, `${name}=${value}`],
            [...others, `--${name}`, value],
            [...others, `--${name}=${value}`],
          ]) {
            const kept = publicWords(words);
            expect(kept).toHaveLength(words.length);
            expect(kept.slice(others.length).join(' ')).not.toContain(value);
          }
        },
      ),
    );
  });
});
