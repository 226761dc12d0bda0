import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { plainCommand } from '../../../constructs/build/plan/start-command';

test.each([
  ['node server.js', ['node', 'server.js'], {}],
  ['  exec node  "my server.js" ', ['node', 'my server.js'], {}],
  ['NODE_ENV=production PORT=1 node a', ['node', 'a'], { NODE_ENV: 'production', PORT: '1' }],
  ["gunicorn 'shop:create_app()' --bind=0.0.0.0:8080", ['gunicorn', 'shop:create_app()', '--bind=0.0.0.0:8080'], {}],
])('%j', (text, words, environment) => {
  expect(plainCommand(text)).toEqual({ words, environment });
});

test.each([
  '',
  'A=1',
  'a && b',
  'a | b',
  'a > b',
  'echo $HOME',
  'echo "$HOME"',
  'a *.js',
  'a "b',
  "a 'b",
  'a `b`',
  'a \\b',
  'a; b',
  `a "'$HOME'"`,
])('%j needs a shell', (text) => {
  expect(plainCommand(text)).toBeUndefined();
});

/** A shell is the judge: the words are those that it would give to the program. */
test('words are those of a shell', () => {
  const piece = fc.stringMatching(/^[a-z "'=:/.()$&-]{1,12}$/);
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
      const text = `printf ${pieces.join(' ')}`;
      const command = plainCommand(text);
      fc.pre(command !== undefined);
      const [, ...words] = command.words;
      const script = `${text.replace(/^printf/, 'set --')}; for word in "$@"; do printf '%s\\0' "$word"; done`;
      const said = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
      expect(said.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 60 },
  );
});
