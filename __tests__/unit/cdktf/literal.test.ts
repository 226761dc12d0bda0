import fc from 'fast-check';
import { literal } from '../../../constructs/cdktf/literal';

test.each([
  ['echo ${HOME}', 'echo $${HOME}'],
  ['100%{', '100%%{'],
  ['$${x}', '$$${x}'],
  ['$x %d {}', '$x %d {}'],
])('%s is written as %s', (text, written) => {
  expect(literal(text)).toBe(written);
});

test('no text opens a template of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a') }), (text) => {
      expect(literal(text)).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
      expect(literal(text).replaceAll(/\$(?=\$\{)|%(?=%\{)/g, '')).toBe(text);
    }),
  );
});
