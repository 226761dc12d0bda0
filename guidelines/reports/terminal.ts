import picocolors from 'picocolors';
import type { Audit } from '../audit';
import { groupBy } from '../group-by';
import type { Others } from '../judged';
import type { Severity } from '../rule';
import type { Surface } from '../surface';
import { acceptanceText, adjustmentLines, adviceLines, SIGNS } from './finding';
import { othersText } from './others';
import { sectionsOf, sizeOf, type Finding, type RuleFindings } from './groups';
import { wrap } from './wrap';

/** Options of the terminal report. */
export interface TerminalOptions {
  /** Use colours. @default false */
  readonly colors?: boolean;
}

type Paint = (text: string) => string;

const INDENT = '    ';
/** Column of the surfaces of a finding. */
const COLUMN = 62;

/** Findings, the worst first, then the counts: at most 80 columns where no name is longer. */
export function renderTerminal(audit: Audit, { colors = false }: TerminalOptions = {}): string {
  const paint = picocolors.createColors(colors);
  const tint: Readonly<Record<Severity, Paint>> = { critical: paint.red, high: paint.red, medium: paint.yellow, low: (text) => text };
  const { failed, drift, unknown, resolvedLater, accepted } = sectionsOf(audit);
  const section = (
    title: string,
    groups: readonly RuleFindings[],
    render: (group: RuleFindings) => readonly string[],
  ): readonly string[] =>
    groups.length === 0 ? [] : [paint.bold(`${title} (${String(sizeOf(groups))})`), ...groups.map((group) => render(group).join('\n'))];
  const advised = (group: RuleFindings, sign: string): readonly string[] => [
    tint[group.severity](heading(group, sign)),
    ...adjustmentLines(group.rule),
    ...adviceLines(group.rule),
    ...placeLines(group.findings),
  ];
  const told = sizeOf(resolvedLater);
  const blocks = [
    ...section('Findings', failed, (group) => advised(group, SIGNS.fail)),
    ...section('Drift: the engine has something else than was declared', drift, (group) => advised(group, SIGNS.fail)),
    ...section('Unknown: counts as a finding until the value is known', unknown, (group) => advised(group, SIGNS.unknown)),
    ...(told === 0 ? [] : [`${String(told)} unknown ${told === 1 ? 'value is' : 'values are'} told by a later surface.`]),
    ...section('Accepted', accepted, (group) => [heading(group, SIGNS.waived), ...acceptedLines(group.findings)]),
    summary(audit, paint.bold).join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function heading({ rule, severity }: RuleFindings, sign: string): string {
  return wrap(rule.title, '', `${sign} ${rule.id} ${severity}   `).join('\n');
}

/** Places with their surfaces, then the values there. */
function placeLines(findings: readonly Finding[]): readonly string[] {
  const byPlace = groupBy(findings, ({ path, surfaces }) => [
    `${`${INDENT}${path === '' ? 'every resource' : path}`.padEnd(COLUMN)}  ${surfaces.join(', ')}`,
  ]);
  return [...byPlace].flatMap(([place, group]) => [
    place,
    ...group.flatMap(({ attribute, value }) => (attribute === '' ? [] : wrap(`${attribute} = ${value}`, `${INDENT}  `))),
  ]);
}

/** The same with the reason below what it is about. */
function acceptedLines(findings: readonly Finding[]): readonly string[] {
  const byReason = groupBy(findings, ({ acceptance }) => [acceptance === undefined ? '' : acceptanceText(acceptance)]);
  return [...byReason].flatMap(([reason, group]) => [...placeLines(group), ...wrap(reason, INDENT, 'accepted: ')]);
}

const COLUMNS = ['pass', 'fail', 'unknown', 'waived', 'not-applicable'] as const;
const NAMES: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  pass: 'passed',
  fail: 'failed',
  unknown: 'unknown',
  waived: 'accepted',
  'not-applicable': 'not applicable',
};

function summary({ reports, skipped, others }: Audit, bold: Paint): readonly string[] {
  const head = ['', 'rules', ...COLUMNS.map((column) => NAMES[column])];
  const rows = reports.map(({ surface, rules, counts }) => [
    surface,
    String(rules.size),
    ...COLUMNS.map((column) => String(counts[column])),
  ]);
  const widths = head.map((_, index) => Math.max(...[head, ...rows].map((cells) => (cells[index] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('   ');
  return [bold('Summary'), line(head).trimEnd(), ...rows.map(line), ...skipped.flatMap(skippedLines), ...othersLines(others)];
}

function othersLines(others: Others | undefined): readonly string[] {
  const text = othersText(others);
  return text === undefined ? [] : wrap(text, '');
}

function skippedLines({ surface, reason }: { readonly surface: Surface; readonly reason: string }): readonly string[] {
  return wrap(reason, '', `${surface.padEnd(5)}   not looked at: `);
}
