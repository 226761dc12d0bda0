/** A piece of TypeScript, with what it needs. */
export class Code {
  constructor(
    readonly text: string,
    /** Names that it imports. */
    readonly imports: ReadonlySet<string> = new Set(),
    /** Constants of the same file that it reads. */
    readonly references: ReadonlySet<string> = new Set(),
  ) {}

  /** Of several pieces, one after the other. */
  static joined(text: string, pieces: readonly Code[]): Code {
    return new Code(
      text,
      new Set(pieces.flatMap(({ imports }) => [...imports])),
      new Set(pieces.flatMap(({ references }) => [...references])),
    );
  }
}

/** Names of the library, and nothing else, begin with a capital letter in what this folder writes. */
const IMPORTED = /(?<![\w.'"])[A-Z][A-Za-z]+(?=[.(])/g;

/** A piece of TypeScript: pieces are put in as they are, texts and numbers as literals. */
export function code(parts: TemplateStringsArray, ...values: readonly (Code | number | string | readonly string[])[]): Code {
  const pieces = values.map((value) => (value instanceof Code ? value : new Code(literal(value))));
  const text = parts.map((part, index) => part + (pieces[index]?.text ?? '')).join('');
  const imports = parts.join(' ').match(IMPORTED) ?? [];
  return Code.joined(text, [new Code('', new Set(imports)), ...pieces]);
}

/** A constant of the same file. */
export function reference(variable: string): Code {
  return new Code(variable, new Set(), new Set([variable]));
}

/** `[a, b]`. */
export function list(items: readonly Code[]): Code {
  return Code.joined(`[${items.map(({ text }) => text).join(', ')}]`, items);
}

/** `{ a: 1 }`, in the order that is given. */
export function object(properties: Readonly<Record<string, Code>>): Code {
  const entries = Object.entries(properties);
  const text = entries.map(([name, value]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${value.text}`).join(', ');
  return Code.joined(
    `{ ${text} }`,
    entries.map(([, value]) => value),
  );
}

function literal(value: number | string | readonly string[]): string {
  // JSON has escapes for everything that ends a line or a text.
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
