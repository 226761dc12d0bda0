import { secondsOf } from '../../../../operations/apps/since';

const NOW = Date.parse('2026-11-29T18:00:00Z');

test.each([
  ['90s', 90],
  ['10m', 600],
  ['2h', 7200],
  ['1d', 86_400],
  ['2026-11-29T17:00:00Z', 3600],
])('%s', (text, ago) => {
  expect(secondsOf(text, NOW)).toBe(NOW / 1000 - ago);
});

test.each(['', '10', 'm', '-5m', '5 m', 'yesterday', '2026-99-99'])('%j is no time', (text) => {
  expect(() => secondsOf(text, NOW)).toThrow(/^TimeInvalid: time .* must be how long ago, such as 90s/);
});
