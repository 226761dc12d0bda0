import fc from 'fast-check';
import { HTTP_LOG, STREAM_LOG } from '../../../constructs/edge/router-log';
import { ROUTER_METRICS } from '../../../constructs/edge/router-metrics';

interface Map {
  readonly fallback: string;
  readonly cases: readonly (readonly [RegExp, string])[];
}

/** A map of nginx, read back from the configuration. */
function mapOf(config: string, target: string): Map {
  const body = new RegExp(`map [^\\n]+ \\$${target} \\{\\n([^]*?)\\n  \\}`).exec(config)?.[1] ?? '';
  const lines = body.split('\n').map((line) => /^\s*(default|"~(.*)") (.*);$/.exec(line));
  const cases = lines.flatMap((line) => (line?.[2] === undefined ? [] : [[new RegExp(line[2]), line[3] ?? ''] as const]));
  return { fallback: lines.find((line) => line?.[1] === 'default')?.[3] ?? '', cases };
}

function mapped({ fallback, cases }: Map, value: string): string {
  for (const [pattern, result] of cases) {
    const match = pattern.exec(value);
    if (match !== null) return result.replaceAll(/\$([a-z_]+)/g, (_, name: string) => match.groups?.[name] ?? value);
  }
  return fallback;
}

test('a path ends before its query, and at the first byte that no URL can have', () => {
  const path = mapOf(HTTP_LOG, 'log_path');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 9000 }), (rest) => {
      const shown = mapped(path, `/${rest}`);
      expect(shown).toMatch(/^\/[!-~]{0,767}$/);
      expect(shown).not.toContain('?');
      expect(`/${rest}`.startsWith(shown)).toBe(true);
    }),
  );
  expect(mapped(path, '/orders/7?token=secret')).toBe('/orders/7');
});

test('a host is shown as a host, or not at all', () => {
  for (const config of [HTTP_LOG, STREAM_LOG]) {
    const host = mapOf(config, 'log_host');
    expect(mapped(host, 'shop.acme.localhost')).toBe('shop.acme.localhost');
    for (const odd of ['a"b', 'a\\b', 'a\nb', 'ä', '\u00ff', 'x'.repeat(254)]) expect(mapped(host, odd)).toBe('');
  }
});

test.each([
  ['http', HTTP_LOG],
  ['stream', STREAM_LOG],
])('the line of %s is an object', (_, config) => {
  const format = [...config.matchAll(/^ {4}'(.*)';?$/gm)].map(([, part]) => part ?? '').join('');
  const line = format.replaceAll(/(": )\$[a-z_]+/g, '$10');

  expect(Object.keys(JSON.parse(line) as object)).toEqual(expect.arrayContaining(['time', 'kind', 'host', 'client', 'status', 'seconds']));
});

test('metrics are text of Prometheus', () => {
  const lines = ROUTER_METRICS.split('\\n');
  expect(lines.pop()).toBe('');
  expect(lines.every((line) => /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+ \$[a-z_]+)$/.test(line))).toBe(true);
});
