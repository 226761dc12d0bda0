/** An instruction of a Dockerfile: where it is, and where its arguments begin. */
export interface DockerfileInstruction {
  /** In capitals, such as `RUN`. */
  readonly keyword: string;
  /** Offset of its first line. */
  readonly start: number;
  /** Offset behind its keyword; undefined where the keyword goes on in the next line. */
  readonly afterKeyword: number | undefined;
}

/** A line of a Dockerfile, without its end. */
interface Line {
  readonly text: string;
  readonly start: number;
}

const DIRECTIVE = /^#\s*([a-z][a-z0-9]*)\s*=\s*(.+?)\s*$/i;
const DIRECTIVES = ['syntax', 'escape', 'check'];
const BLANK = /[\t\v\f\r ]+/;
/** A word behind which a text goes on in the lines below, up to the line that is its name. */
const HEREDOC = /^\d*<<(-?)([^<]+)$/;

/** Reads a Dockerfile as BuildKit does: continuations, comments among them, heredocs and the directive `escape` (docs/decisions/056). */
export class DockerfileText {
  /** Of its parser directives, which stand before everything else, such as `syntax`. */
  readonly directives: ReadonlyMap<string, string>;
  readonly instructions: readonly DockerfileInstruction[];
  private readonly lines: readonly Line[];
  private readonly continued: RegExp;

  constructor(readonly text: string) {
    this.lines = linesOf(text);
    this.directives = directivesOf(this.lines);
    // Two of them are one that stands for itself.
    this.continued = this.directives.get('escape') === '`' ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/;
    this.instructions = this.read();
  }

  private read(): readonly DockerfileInstruction[] {
    const found: DockerfileInstruction[] = [];
    for (let index = 0; index < this.lines.length;) {
      const first = this.lines[index];
      const { text, next } = this.joined(index);
      index = next;
      if (first === undefined || text === '') continue;
      const { keyword, rest } = split(text);
      index = this.behind(heredocs(keyword, rest, text), index);
      const [, indent = '', word = ''] = /^(\s*)([^\s\\`]*)/.exec(first.text) ?? [];
      const isWhole = word.toUpperCase() === keyword;
      found.push({ keyword, start: first.start, afterKeyword: isWhole ? first.start + indent.length + word.length : undefined });
    }
    return found;
  }

  /** A line and those in which it goes on, without comments and empty ones; empty for a comment. */
  private joined(from: number): { readonly text: string; readonly next: number } {
    const first = withoutIndent(this.lines[from]?.text ?? '');
    if (first.startsWith('#')) return { text: '', next: from + 1 };
    let text = first.replace(this.continued, '$1');
    let isContinued = this.continued.test(first);
    let next = from + 1;
    for (; isContinued && next < this.lines.length; next++) {
      const line = this.lines[next]?.text ?? '';
      if (/^\s*(#|$)/.test(line)) continue;
      text += line.replace(this.continued, '$1');
      isContinued = this.continued.test(line);
    }
    return { text, next };
  }

  /** The line behind the texts that begin there. */
  private behind(names: readonly { readonly name: string; readonly isIndented: boolean }[], from: number): number {
    let index = from;
    for (const { name, isIndented } of names) {
      const isEnd = ({ text }: Line): boolean => (isIndented ? text.replace(/^\t+/, '') : text) === name;
      while (index < this.lines.length && !isEnd(this.lines[index] ?? { text: name, start: 0 })) index++;
      index++;
    }
    return index;
  }
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((raw) => {
    // Only the first line can begin with a byte order mark, which is no part of it.
    const mark = start === 0 && raw.startsWith('\uFEFF') ? 1 : 0;
    const line = { text: raw.slice(mark).replace(/\r+$/, ''), start: start + mark };
    start += raw.length + 1;
    return line;
  });
}

function directivesOf(lines: readonly Line[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { text } of lines) {
    const [, name = '', value = ''] = DIRECTIVE.exec(withoutIndent(text)) ?? [];
    if (!DIRECTIVES.includes(name.toLowerCase())) break;
    found.set(name.toLowerCase(), value);
  }
  return found;
}

function split(text: string): { readonly keyword: string; readonly rest: string } {
  const trimmed = withoutIndent(text).replace(/(?:(?!\uFEFF)\s)+$/, '');
  const blank = BLANK.exec(trimmed);
  if (blank === null) return { keyword: trimmed.toUpperCase(), rest: '' };
  return { keyword: trimmed.slice(0, blank.index).toUpperCase(), rest: trimmed.slice(blank.index + blank[0].length) };
}

/** Names of the texts that begin in an instruction. */
function heredocs(keyword: string, rest: string, text: string): readonly { readonly name: string; readonly isIndented: boolean }[] {
  const inner = keyword === 'ONBUILD' ? split(rest) : { keyword, rest };
  if (!['ADD', 'COPY', 'RUN'].includes(inner.keyword) || isJson(inner.rest)) return [];
  return wordsOf(text).flatMap((word) => {
    const [, dash, rawName = ''] = HEREDOC.exec(word) ?? [];
    return dash === undefined ? [] : [{ name: unquoted(rawName), isIndented: dash === '-' }];
  });
}

/** Behind its flags, a list of words instead of a command line. */
function isJson(rest: string): boolean {
  try {
    const value = JSON.parse(rest.replace(/^(--\S+\s+)+/, '')) as unknown;
    return Array.isArray(value) && value.every((word) => typeof word === 'string');
  } catch {
    return false;
  }
}

/** None where a quote has no end. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:\\[^]|"(?:\\[^]|[^"\\])*"|'[^']*'|[^\s"'\\])+|["']/g) ?? [];
  return words.some((word) => word === '"' || word === "'") ? [] : words;
}

/** A byte order mark is a blank for JavaScript alone. */
function withoutIndent(line: string): string {
  return line.replace(/^(?:(?!\uFEFF)\s)+/, '');
}

function unquoted(word: string): string {
  return word.replace(/\\([^])|"((?:\\[^]|[^"\\])*)"|'([^']*)'/g, (_, escaped?: string, double?: string, single?: string) =>
    [escaped, double?.replace(/\\(["\\$])/g, '$1'), single].join(''),
  );
}
