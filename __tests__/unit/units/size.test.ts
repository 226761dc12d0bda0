import { Size } from '../../../constructs';

test.each([
  [Size.kibibytes(1), 1024, '1KiB'],
  [Size.kibibytes(1536), 1_572_864, '1536KiB'],
  [Size.kibibytes(2048), 2_097_152, '2MiB'],
  [Size.mebibytes(1024), 1_073_741_824, '1GiB'],
  [Size.gibibytes(3), 3_221_225_472, '3GiB'],
])('%s', (size, bytes, text) => {
  expect(size.bytes).toBe(bytes);
  expect(String(size)).toBe(text);
});

test.each([0, 0.5, -1, NaN, Number.MAX_SAFE_INTEGER])('%d mebibytes are refused', (amount) => {
  expect(() => Size.mebibytes(amount)).toThrow(
    new Error(`SizeInvalid: size ${String(amount)} must be a whole number of at least 1; use a smaller unit for fractions`),
  );
});
