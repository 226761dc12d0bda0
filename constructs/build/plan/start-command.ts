/** Characters by which a shell does more than to start a program. */
const SHELL = /[|&;<>()$`*?[\]{}~#!\n]/;

/** A command without a shell: its words, and the variables before it. */
export interface PlainCommand {
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/**
 * Words of a command line such as `NODE_ENV=production node "my server.js"`; undefined where it needs a shell: images have none.
 * @param text of a script or of a Procfile
 */
export function plainCommand(text: string): PlainCommand | undefined {
  const words = split(text.trim().replace(/^exec\s+/, ''));
  if (words === undefined) return undefined;
  const first = words.findIndex((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word));
  if (first === -1) return undefined;
  const assignments = words.slice(0, first).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
  return { environment: Object.fromEntries(assignments), words: words.slice(first) };
}

function split(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = text;
  while (rest !== '') {
    const [whole, word] = /^((?:[^\s"']|"[^"]*"|'[^']*')+)\s*/.exec(rest) ?? [];
    if (whole === undefined || word === undefined) return undefined;
    const quotedPart = /"([^"]*)"|'([^']*)'/g;
    // Single quotes protect everything, double quotes all but $, ` and the backslash.
    const withoutSingle = word.replaceAll(quotedPart, (_, double?: string) => double ?? '');
    if (SHELL.test(word.replaceAll(quotedPart, '')) || /[$`\\]/.test(withoutSingle)) return undefined;
    words.push(word.replaceAll(quotedPart, (_, double?: string, single?: string) => double ?? single ?? ''));
    rest = rest.slice(whole.length);
  }
  return words;
}
