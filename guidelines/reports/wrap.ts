const WIDTH = 80;

/** Lines of whole words, at most 80 columns where no word is longer; those after the first are indented below the text. */
export function wrap(text: string, indent: string, label = ''): readonly string[] {
  const lines: string[] = [];
  let line = indent + label;
  const hanging = ' '.repeat(line.length);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = hanging;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
