import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cron as Pattern } from 'croner';
import fc from 'fast-check';
import { Cron } from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';

test('common times are expressions', () => {
  expect(Cron.hourly().expression).toBe('0 * * * *');
  expect(Cron.hourly({ minute: 5 }).expression).toBe('5 * * * *');
  expect(Cron.daily('02:05').expression).toBe('5 2 * * *');
  expect(Cron.weekly('monday', '23:59').expression).toBe('59 23 * * 1');
  expect(Cron.weekly('sunday', '00:00').expression).toBe('0 0 * * 0');
  expect(Cron.monthly(31, '02:30').expression).toBe('30 2 31 * *');
  expect(Cron.expression('  0,30  8-18/2 * 1-6 1-5 ').expression).toBe('0,30 8-18/2 * 1-6 1-5');
});

test.each([
  [() => Cron.hourly({ minute: 60 }), /^CronInvalid: cron expression "60 \* \* \* \*" has a field out of its range/],
  [() => Cron.hourly({ minute: 1.5 }), /^CronInvalid: cron expression "1.5 .* must be five fields/],
  [() => Cron.daily('24:00'), /^CronInvalid: time "24:00" must be from 00:00 to 23:59/],
  [() => Cron.daily('2:30'), /^CronInvalid: time "2:30" must be/],
  [() => Cron.monthly(32, '02:30'), /out of its range/],
  [() => Cron.monthly(0, '02:30'), /out of its range/],
  [() => Cron.expression('0 0 30 2 *'), /is never: no month has that day/],
  [() => Cron.expression('0 0 1 * 1'), /limits both the day of the month and the weekday/],
  [() => Cron.expression('0 0 * * 7'), /has the weekday 7; Sunday is 0/],
  [() => Cron.expression('0 0 * * mon'), /must be five fields/],
  [() => Cron.expression('@daily'), /must be five fields/],
  [() => Cron.expression('0 0 0 * * *'), /must be five fields/],
  [() => Cron.expression('0 0 L * *'), /must be five fields/],
  [() => Cron.expression('5/15 * * * *'), /must be five fields/],
  [() => Cron.expression('*/0 * * * *'), /out of its range/],
  [() => Cron.expression('30-10 * * * *'), /out of its range/],
])('%# is refused', (make, message) => {
  expect(make).toThrow(message);
});

test('any text is an expression or an error that says why', () => {
  const field = fc.stringMatching(/^[0-9*,/-]{1,5}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(field, field, field, field, field).map((fields) => fields.join(' ')),
      ),
      (text) => {
        try {
          const { expression } = Cron.expression(text);
          expect(new Pattern(expression, { timezone: 'UTC' }).nextRun()).not.toBeNull();
        } catch (error) {
          expect(String(error)).toMatch(/^AppEngineError: CronInvalid: /);
        }
      },
    ),
  );
});

/** The agent's tests read the same file: two parsers find the same times where no clock is changed. */
test('times are those of the agent', () => {
  const file = join(packageRoot(), 'tools/agent/schedule/testdata/next.json');
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly {
    readonly expression: string;
    readonly zone: string;
    readonly after: string;
    readonly next: readonly string[];
  }[];
  for (const { expression, zone, after, next } of cases) {
    const runs = new Pattern(Cron.expression(expression).expression, { timezone: zone }).nextRuns(next.length, new Date(after));
    expect([expression, runs.map((run) => run.toISOString().replace('.000', ''))]).toEqual([expression, next]);
  }
});
