import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';
import { invalid } from '../invalid';
import type { Position } from '../remark';
import { interpolate, type Variables } from './interpolate';
import { Located, type Entry } from './located';

/** More than any file that a person wrote: anchors can make a few lines into billions. */
const MOST_VALUES = 100_000;
const DEEPEST = 100;

/** Options of {@link parseYaml}. */
export interface ParseOptions {
  /** Values for `${NAME}`. @default texts stay as they are */
  readonly variables?: Variables;
}

/**
 * Reads YAML, of which JSON is a part: with anchors and merges resolved, and every value with its place.
 * @param file as messages name it
 * @throws AppEngineError ImportSourceInvalid
 */
export function parseYaml(file: string, text: string, options: ParseOptions = {}): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: 'silent' });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [error] = document.errors;
  // The message may quote the text, which may be a secret.
  if (error !== undefined) throw invalid(at(error.pos[0]), `no YAML: ${error.message.replace(/:? *["'`][^]*$/, '')}`);
  return new Reader(document, at, options).read(document.contents, 0);
}

class Reader {
  private values = 0;

  constructor(
    private readonly document: Document,
    private readonly at: (offset: number) => Position,
    private readonly options: ParseOptions,
  ) {}

  read(node: unknown, depth: number): Located {
    const position = this.at((node as Node | null)?.range?.[0] ?? 0);
    this.values += 1;
    if (this.values > MOST_VALUES || depth > DEEPEST) {
      throw invalid(position, `anchors make this more than ${String(MOST_VALUES)} values, or refer to themselves`);
    }
    if (isAlias(node)) {
      const anchored = node.resolve(this.document);
      if (anchored === undefined) throw invalid(position, 'no YAML: nothing before it has the anchor that it names');
      return this.read(anchored, depth + 1);
    }
    if (isSeq(node)) {
      return new Located(
        position,
        node.items.map((item) => this.read(item, depth + 1)),
      );
    }
    if (isMap(node)) return new Located(position, this.entries(node.items, depth));
    if (isScalar(node) && node.value !== null) return this.scalar(position, typeof node.value === 'string' ? node.value : node.source);
    return new Located(position, undefined);
  }

  private scalar(position: Position, text = ''): Located {
    if (this.options.variables === undefined) return new Located(position, text);
    const { problem, ...found } = interpolate(text, this.options.variables);
    if (problem !== undefined) throw invalid(position, problem, 'write "$$" for a dollar sign');
    return new Located(position, found.text, found);
  }

  private entries(items: readonly unknown[], depth: number): ReadonlyMap<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const item of items) {
      if (!isPair(item)) continue;
      const key = isScalar(item.key) ? (item.key.source ?? String(item.key.value)) : '';
      const position = this.at((item.key as Node | null)?.range?.[0] ?? 0);
      const value = this.read(item.value, depth + 1);
      if (key !== '<<') own.set(key, { key, position, value });
      // The first of several wins.
      else for (const entry of entriesOf(value)) if (!merged.has(entry.key)) merged.set(entry.key, entry);
    }
    return new Map([...merged, ...own]);
  }
}

/** Of one mapping or of a list of them, as a merge has it. */
function entriesOf(value: Located): readonly Entry[] {
  return (value.isMap ? [value] : value.items).flatMap(({ entries }) => entries);
}
