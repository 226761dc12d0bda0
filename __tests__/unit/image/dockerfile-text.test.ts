import fc from 'fast-check';
import { DockerfileText } from '../../../constructs/image/dockerfile-text';

/** Instructions by their first lines. */
function read(...lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  return new DockerfileText(text).instructions.map(({ keyword, start }) => `${String(text.slice(0, start).split('\n').length)} ${keyword}`);
}

test.each<[string, readonly string[], readonly string[]]>([
  ['capitals do not count', ['from a', 'Run x'], ['1 FROM', '2 RUN']],
  ['comments are none', ['# RUN a', 'FROM a', '  # RUN b', 'RUN c'], ['2 FROM', '4 RUN']],
  ['a line goes on', ['FROM a', 'RUN a \\', '  RUN b', 'RUN c'], ['1 FROM', '2 RUN', '4 RUN']],
  ['blanks may stand behind the sign', ['FROM a', 'RUN a \\ \t', 'RUN b', 'RUN c'], ['1 FROM', '2 RUN', '4 RUN']],
  ['two signs are one that stands for itself', ['FROM a', 'RUN a \\\\', 'RUN b'], ['1 FROM', '2 RUN', '3 RUN']],
  ['comments and empty lines end nothing', ['FROM a', 'RUN a \\', '# b \\', '', ' && c', 'RUN d'], ['1 FROM', '2 RUN', '6 RUN']],
  ['another sign', ['# escape=`', 'FROM a', 'RUN a `', 'b \\', 'RUN c'], ['2 FROM', '3 RUN', '5 RUN']],
  ['a directive behind a comment is none', ['# a', '# escape=`', 'FROM a', 'RUN a `', 'RUN b'], ['3 FROM', '4 RUN', '5 RUN']],
  ['a text', ['FROM a', 'RUN <<EOF', 'RUN b', 'EOF', 'RUN c'], ['1 FROM', '2 RUN', '5 RUN']],
  ['a text with tabs', ['FROM a', 'RUN cat <<-"A B" && x', 'A B \t', '\tA B', 'RUN c'], ['1 FROM', '2 RUN', '5 RUN']],
  ['two texts', ['FROM a', 'COPY <<A 3<<B /', 'B', 'RUN a', 'A', 'RUN b', 'B', 'RUN c'], ['1 FROM', '2 COPY', '8 RUN']],
  ['no text in quotes', ['FROM a', 'RUN echo "<<EOF"', 'RUN b'], ['1 FROM', '2 RUN', '3 RUN']],
  ['no text among words', ['FROM a', 'RUN --network=none ["a", "<<EOF"]', 'RUN b'], ['1 FROM', '2 RUN', '3 RUN']],
  ['no text of other instructions', ['FROM a', 'ENV A=<<EOF', 'RUN b'], ['1 FROM', '2 ENV', '3 RUN']],
  ['a text of a trigger', ['FROM a', 'ONBUILD RUN <<EOF', 'RUN b', 'EOF', 'RUN c'], ['1 FROM', '2 ONBUILD', '5 RUN']],
  ['a text without an end', ['FROM a', 'RUN <<EOF', 'RUN b'], ['1 FROM', '2 RUN']],
  ['a byte order mark', ['\uFEFF# escape=`', 'FROM a', 'RUN a `', 'b'], ['2 FROM', '3 RUN']],
  [
    'ends of lines of another system',
    ['FROM a\r', 'RUN a \\\r', ' b\r', 'RUN <<E\r', 'RUN c\r', 'E\r', 'RUN d\r'],
    ['1 FROM', '2 RUN', '4 RUN', '7 RUN'],
  ],
  ['nothing', [''], []],
])('%s', (_, lines, expected) => {
  expect(read(...lines)).toEqual(expected);
});

test('directives stand before everything else', () => {
  const { directives } = new DockerfileText('# Syntax = docker/dockerfile:1 \n# escape=`\n# other=1\n# check=skip=all\nFROM a');
  expect([...directives]).toEqual([
    ['syntax', 'docker/dockerfile:1'],
    ['escape', '`'],
  ]);
});

test('of a keyword that goes on in the next line, its end is not known', () => {
  const [run] = new DockerfileText('RU\\\nN a').instructions;
  expect(run).toEqual({ keyword: 'RUN', start: 0, afterKeyword: undefined });
});

test('any text is read, and a keyword is where it is said to be', () => {
  const piece = fc.constantFrom(
    'RUN ',
    'FROM a',
    '\\',
    '`',
    '\n',
    '\r\n',
    '<<A',
    '<<-"A"',
    'A',
    '\t',
    ' ',
    '#',
    '"',
    "'",
    '[',
    ']',
    '# escape=`\n',
    '\uFEFF',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      for (const { keyword, start, afterKeyword } of new DockerfileText(text).instructions) {
        if (afterKeyword !== undefined) expect(text.slice(start, afterKeyword).trim().toUpperCase()).toBe(keyword);
      }
    }),
    { numRuns: 2000 },
  );
});
