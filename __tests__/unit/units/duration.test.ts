import fc from 'fast-check';
import { Duration } from '../../../constructs';

/** Reads what `toGo` writes, as Go's ParseDuration does. */
function parseGo(text: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(text);
  const [hours = 0, minutes = 0, seconds = NaN] = (match ?? []).slice(1).map((part) => Number(part || 0));
  return hours * 3600 + minutes * 60 + seconds;
}

test.each([
  [Duration.seconds(1), '1s'],
  [Duration.seconds(59), '59s'],
  [Duration.minutes(1), '1m0s'],
  [Duration.seconds(90), '1m30s'],
  [Duration.minutes(60), '1h0m0s'],
  [Duration.seconds(3601), '1h0m1s'],
])('%j is %s', (duration, text) => {
  expect(duration.toGo()).toBe(text);
});

test("every duration is written as Go's Duration.String writes it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
      const text = Duration.seconds(seconds).toGo();

      expect(parseGo(text)).toBe(seconds);
      // No unit overflows, none but the leading one is left out, and the leading one is not 0.
      expect(text).toMatch(/^([1-9]\d*h[1-5]?\dm[1-5]?\ds|[1-5]?\dm[1-5]?\ds|[1-5]?\ds)$/);
      expect(text).not.toMatch(/^0/);
    }),
  );
});

test.each([0, -1, 1.5, NaN, Infinity])('%d seconds are refused', (seconds) => {
  expect(() => Duration.seconds(seconds)).toThrow(
    new Error(`DurationInvalid: duration of ${String(seconds)} s must be a whole number of at least 1 s; round it up`),
  );
});
