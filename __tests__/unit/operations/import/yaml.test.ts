import fc from 'fast-check';
import { AppEngineError } from '../../../../constructs';
import { interpolate } from '../../../../operations/import/yaml/interpolate';
import { parseYaml } from '../../../../operations/import/yaml/parse';

test.each([
  ['${HOST}:${PORT:-80}', 'shop:80'],
  ['$HOST-1', 'shop-1'],
  ['${EMPTY-unset}|${EMPTY:-empty}|${NONE-unset}', '|empty|unset'],
  ['${HOST:+set}${EMPTY:+set}${EMPTY+set}${NONE+set}', 'setset'],
  ['${NONE:-${ALSO_NONE:-${HOST}}}', 'shop'],
  ['${HOST:?must be set}${NONE:?must be set}', 'shop'],
  ['a $$ sign, $${HOST}, 5$ and $', 'a $ sign, ${HOST}, 5$ and $'],
])('%p becomes %p', (text, expected) => {
  expect(interpolate(text, { HOST: 'shop', EMPTY: '' })).toMatchObject({ text: expected });
});

test('names what has no value', () => {
  expect(interpolate('${A:-${B}}/$C/${D:-1}', { A: '' })).toMatchObject({ variables: ['A', 'B', 'C', 'D'], unset: ['B', 'C'] });
});

test.each(['${', '${}', '${1}', '${A', '${A!b}', '${A:-${B}'])('%p is refused', (text) => {
  expect(interpolate(text, {}).problem).toBeDefined();
});

test('a text without a dollar sign stays as it is, and one with doubled ones has them once', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(interpolate(text.replaceAll('$', ''), {}).text).toBe(text.replaceAll('$', ''));
      expect(interpolate(text.replaceAll('$', '$$$$'), {}).text).toBe(text);
    }),
  );
});

test('a value is put in as it is, also where it looks like a variable', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: fc.constantFrom('a', ' ', '/') }), (value, around) => {
      expect(interpolate(`${around}\${NAME}${around}`, { NAME: value }).text).toBe(`${around}${value}${around}`);
    }),
  );
});

test('resolves anchors and merges, and keeps places', () => {
  const file = parseYaml('compose.yaml', 'x-a: &a\n  one: 1\n  two: 2\nb:\n  <<: *a\n  two: 3\nc: { <<: [*a, { three: 3 }] }\n');

  expect(file.get('b')?.entries.map(({ key, value, position }) => [key, value.text, position.line])).toEqual([
    ['one', '1', 2],
    ['two', '3', 6],
  ]);
  expect(file.get('c')?.entries.map(({ key }) => key)).toEqual(['one', 'two', 'three']);
  expect(file.entry('c')?.position).toEqual({ file: 'compose.yaml', line: 7, column: 1 });
});

test('a number stays as it was written', () => {
  const file = parseYaml('compose.yaml', 'cpus: 0.50\nport: "8080:80"\nmode: 0440\nyes: true\nnone:\n');

  expect(file.entries.map(({ value }) => value.text)).toEqual(['0.50', '8080:80', '0440', 'true', undefined]);
});

test.each([
  ['services:\n  web:\n   image: a\n  b: c: d\n', /^ImportSourceInvalid: compose\.yaml:4:\d+: no YAML: /],
  ['a: 1\na: 2\n', /^ImportSourceInvalid: compose\.yaml:2:1: no YAML: Map keys must be unique; correct it$/],
  ['a: "open\n', /^ImportSourceInvalid: compose\.yaml:\d+:\d+: no YAML: /],
  ['a: *nothing\n', /^ImportSourceInvalid: compose\.yaml:1:4: no YAML: /],
])('%p is refused with its place', (text, message) => {
  expect(() => parseYaml('compose.yaml', text)).toThrow(message);
});

test('an error does not quote the text, which may be a secret', () => {
  expect(() => parseYaml('compose.yaml', 'password: [hunter2"x\n  hunter2: }hunter2')).toThrow(/^(?![^]*hunter2)ImportSourceInvalid/);
});

test('anchors that make a few lines into billions, or a circle, are refused', () => {
  const lines = Array.from(
    { length: 12 },
    (_, index) =>
      `a${String(index + 1)}: &a${String(index + 1)} [${Array<string>(9)
        .fill(`*a${String(index)}`)
        .join(', ')}]`,
  );

  expect(() => parseYaml('compose.yaml', ['a0: &a0 [lol]', ...lines].join('\n'))).toThrow(/anchors make this more than 100000 values/);
  expect(() => parseYaml('compose.yaml', 'a: &a\n  b: *a\n')).toThrow(/refer to themselves/);
});

test('any text is read, or refused with a place', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ':', ' ', '\n', '-', '"', '{', '}', '[', '&', '*', '!', '$', '<', '|', '#') }),
      (text) => {
        try {
          expect(parseYaml('compose.yaml', text, { variables: {} }).position.line).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof AppEngineError)) throw error;
          expect(error.message).toMatch(/^ImportSourceInvalid: compose\.yaml:\d+:\d+: /);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('JSON is YAML', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (values) => {
      const own = Object.fromEntries(Object.entries(values).filter(([key]) => key !== '<<'));
      const file = parseYaml('app.json', JSON.stringify(own));
      expect(Object.fromEntries(file.entries.map(({ key, value }) => [key, value.text]))).toEqual(own);
    }),
  );
});
