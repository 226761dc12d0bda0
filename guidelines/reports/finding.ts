import type { Row, Status } from '../report';
import type { Rule } from '../rule';
import type { Acceptance } from '../waivers';
import { sourcesOf } from './references';
import { wrap } from './wrap';

/** One character for each status. */
export const SIGNS: Readonly<Record<Status, string>> = { pass: '✔', fail: '✘', waived: '~', unknown: '?', 'not-applicable': '-' };

const INDENT = '    ';

/** One finding: where, what, why it matters, and what to change. At most 80 columns, no colours. */
export function renderRow(row: Row, rules: ReadonlyMap<string, Rule>): string {
  const rule = rules.get(row.rule);
  const place = [SIGNS[row.status], row.rule, row.severity, ' ', row.path].join(' ').trimEnd();
  const lines = [
    place,
    ...(rule === undefined ? [] : wrap(rule.title, INDENT)),
    ...(row.attribute === '' ? [] : wrap(`${row.attribute} = ${row.value}`, INDENT)),
    ...(rule === undefined ? [] : adjustmentLines(rule)),
  ];
  if (row.acceptance !== undefined) return [...lines, ...wrap(acceptanceText(row.acceptance), INDENT, 'accepted: ')].join('\n');
  return [...lines, ...(rule === undefined ? [] : adviceLines(rule))].join('\n');
}

/** Sources, impact and remediation of a rule. */
export function adviceLines(rule: Rule): readonly string[] {
  return [...wrap(`(${sourcesOf(rule)})`, INDENT), ...wrap(rule.impact, INDENT, 'impact: '), ...wrap(rule.remediation, INDENT, 'fix:    ')];
}

/** Original severity of a rule that a pack changed. */
export function adjustmentText({ adjustment }: Rule): readonly string[] {
  return adjustment?.enabled === true ? [`${adjustment.severity} by itself: ${adjustment.reason}`] : [];
}

/** The same for a terminal. */
export function adjustmentLines(rule: Rule): readonly string[] {
  return adjustmentText(rule).flatMap((text) => wrap(text, INDENT));
}

/** Reason, owner and end of an acceptance. */
export function acceptanceText({ reason, owner, expires, endsSoon }: Acceptance): string {
  if (expires === undefined) return reason;
  return `${reason} (${owner ?? ''}, until ${expires}${endsSoon === true ? ', which is within 14 days' : ''})`;
}
