import fc from 'fast-check';
import { compareNumbers, isAtLeast, versionOf } from '../../../../guidelines/normalise/version';

const numbers = fc.array(fc.nat(9999), { minLength: 2, maxLength: 4 });

test('numbers come back with any text around them', () => {
  const rest = fc.constantFrom('', '-amd64', '+dfsg1', '~ds1', '-fc-v509', '-ce', '-0ubuntu1');

  fc.assert(
    fc.property(numbers, fc.constantFrom('', 'v', ' '), rest, (parts, before, after) => {
      expect(versionOf(`${before}${parts.join('.')}${after}`)).toEqual({ numbers: parts, isPreview: false });
    }),
  );
});

test('any two versions have one order, and zeros at the end make no other version', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      expect(Math.sign(compareNumbers(one, other))).toBe(-Math.sign(compareNumbers(other, one)) + 0);
      expect(compareNumbers([...one, 0], one)).toBe(0);
      expect(compareNumbers([...one, 1], one)).toBeGreaterThan(0);
    }),
  );
});

test.each(['1.4.0-rc.3', '1.4.0-beta1', 'v1.4.0-alpha', '1.4.0~rc1', '1.4.0rc1'])('%s comes before its release', (text) => {
  const version = versionOf(text);

  expect(version?.isPreview).toBe(true);
  expect(version !== undefined && isAtLeast(version, [1, 4, 0])).toBe(false);
  expect(version !== undefined && isAtLeast(version, [1, 3, 9])).toBe(true);
});

test.each(['', 'dev', '1', 'v', 'x1.2'])('%j is no version', (text) => {
  expect(versionOf(text)).toBeUndefined();
});
