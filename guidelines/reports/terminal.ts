import type { Report, Row, Status } from '../report';
import type { References, Rule } from '../rule';

const WIDTH = 80;
const ATTENTION: readonly Status[] = ['fail', 'unknown', 'waived'];
const SIGNS: Readonly<Record<Status, string>> = { pass: '✔', fail: '✘', waived: '~', unknown: '?', 'not-applicable': '-' };

/** What a person has to look at, then the counts: at most 80 columns, no colours. */
export function renderTerminal(report: Report): string {
  const rows = ATTENTION.flatMap((status) => report.rows.filter((row) => row.status === status));
  return [...rows.map((row) => renderRow(row, report.rules)), summary(report)].join('\n\n');
}

/** A finding: where, what, why it matters, and what to change. */
export function renderRow(row: Row, rules: ReadonlyMap<string, Rule>): string {
  const rule = rules.get(row.rule);
  const place = [SIGNS[row.status], row.rule, row.severity, ' ', row.path].join(' ');
  const lines = [place, ...(rule === undefined ? [] : wrap(rule.title, '    ')), ...wrap(`${row.attribute} = ${row.value}`, '    ')];
  if (row.acceptance !== undefined) {
    const { reason, owner, expires } = row.acceptance;
    const until = expires === undefined ? '' : ` (${owner ?? ''}, until ${expires})`;
    return [...lines, ...wrap(`${reason}${until}`, '    ', 'accepted: ')].join('\n');
  }
  if (rule === undefined) return lines.join('\n');
  return [...lines, ...wrap(references(rule), '    '), ...wrap(rule.opens, '    ', 'opens: '), ...wrap(rule.fix, '    ', 'fix:   ')].join(
    '\n',
  );
}

function references({
  guideline,
  references: { cis = [], owasp = [], nist = [], pss },
}: {
  readonly guideline: number;
  readonly references: References;
}): string {
  const parts = [
    `guideline ${String(guideline)}`,
    ...cis.map((section) => `CIS ${section}`),
    ...owasp.map((rule) => `OWASP ${String(rule)}`),
    ...nist.map((section) => `NIST ${section}`),
    ...(pss === undefined ? [] : [`PSS ${pss}`]),
  ];
  return `(${parts.join(', ')})`;
}

function summary({ counts, rules }: Report): string {
  const named = [`${String(rules.size)} rules`, `${String(counts.fail)} failed`, `${String(counts.unknown)} unknown`];
  return [...named, `${String(counts.waived)} waived`, `${String(counts.pass)} passed`].join(', ');
}

/** Lines of whole words; those after the first are indented below the text. */
function wrap(text: string, indent: string, label = ''): readonly string[] {
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
