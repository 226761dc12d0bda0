import { messages } from './messages';

/** A row of docs/errors.md whose first cell is a code: `| code | message | cause | fix |`. */
const ROW = /^\| `(\w+)` *\|(?: (.*?) *)\| (.*?) *\| (.*?) *\|$/;

/** What the page says about a code. */
export interface ErrorRow {
  readonly code: string;
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
}

export function errorRows(page: string): readonly ErrorRow[] {
  return page.split('\n').flatMap((line) => {
    const [, code, message = '', cause = '', fix = ''] = ROW.exec(line) ?? [];
    return code === undefined ? [] : [{ code, message, cause, fix }];
  });
}

/** The page with the messages that the sources have; a code without a text of its own keeps what somebody wrote. */
export function withMessages(page: string): string {
  const current = messages();
  const lines = page.split('\n').map((line) => {
    const [row] = errorRows(line);
    const message = row === undefined ? undefined : current.get(row.code);
    if (row === undefined || message === undefined) return line;
    return `| \`${row.code}\` | ${code(message)} | ${row.cause} | ${row.fix} |`;
  });
  return lines.join('\n');
}

/** A code span; longer quotes where the text has some itself. */
function code(text: string): string {
  const escaped = text.replaceAll('|', '\\|');
  if (!text.includes('`')) return `\`${escaped}\``;
  // Quotes at an end would be taken for more of the fence.
  const space = /^`|`$/.test(text) ? ' ' : '';
  return `\`\`${space}${escaped}${space}\`\``;
}
