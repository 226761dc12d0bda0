import fc from 'fast-check';
import { harmless, shortened } from '../../../../operations/process/harmless';

test('lines stay lines, and nothing else does something to a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(harmless(text)).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      expect(harmless(harmless(text))).toBe(harmless(text));
    }),
  );
});

test('printable text is as it was', () => {
  expect(harmless('npm error: “kein Zugriff”\n')).toBe('npm error: “kein Zugriff”\n');
  expect(harmless('a\tb\r\n')).toBe('a  b\n');
});

test('a long line keeps its beginning and its end', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 0, maxLength: 1000 }), (line) => {
      const short = shortened(line);
      expect(short.length).toBeLessThanOrEqual(300);
      expect(line.startsWith(short.slice(0, 100))).toBe(true);
      expect(line.endsWith(short.slice(-100))).toBe(true);
    }),
  );
});
