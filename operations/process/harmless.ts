const LONGEST_LINE = 300;

/** Text whose writer is not trusted, so that it can do nothing to a terminal: control characters are shown as `\x1b`. Lines stay lines. */
export function harmless(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(/(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** A line of which the beginning and the end are left: a reason stands at the end. */
export function shortened(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  const half = (LONGEST_LINE - 3) / 2;
  return `${line.slice(0, Math.floor(half))} … ${line.slice(-Math.ceil(half))}`;
}
