import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { canonicalJson, contentHash } from '../../../constructs/cdktf/generation';
import { Token } from '../../../constructs/cdktf/framework';

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

test('the order of keys never matters', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(contentHash(reversed(value))).toBe(contentHash(value));
    }),
  );
});

test('the order of a list does', () => {
  expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']));
});

test('different values have different canonical texts, and only they', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      // Negative zero is written as zero.
      const [left, right] = [JSON.parse(JSON.stringify(a)) as unknown, JSON.parse(JSON.stringify(b)) as unknown];

      expect(canonicalJson(left) === canonicalJson(right)).toBe(isDeepStrictEqual(left, right));
    }),
  );
});

test('any changed value changes the hash', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }), fc.nat(), fc.string({ minLength: 1 }), (values, index, suffix) => {
      const keys = Object.keys(values);
      const key = keys[index % keys.length] ?? '';

      expect(contentHash({ ...values, [key]: `${values[key] ?? ''}${suffix}` })).not.toBe(contentHash(values));
    }),
  );
});

test('what is undefined is as good as absent', () => {
  expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  expect(canonicalJson([undefined])).toBe('[null]');
});

test('has as many digits as asked for', () => {
  expect(contentHash('x')).toMatch(/^[0-9a-f]{8}$/);
  expect(contentHash('x', 12)).toMatch(/^[0-9a-f]{12}$/);
});

test('a value that is known only after apply is refused', () => {
  const token = Token.asString({ resolve: () => 'later' });

  expect(() => contentHash({ image: `app:${token}` })).toThrow(
    new Error(
      `TokenInContent: a value known only after apply cannot be part of a content hash: {"image":"app:${token}"}; use a literal, such as a name, or mount the value as a file`,
    ),
  );
});
