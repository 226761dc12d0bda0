import { isResolvedLater, type Audit } from '../audit';
import { groupBy } from '../group-by';
import { compare, compareRows, type Row } from '../report';
import { SEVERITIES, type Rule, type Severity } from '../rule';
import type { Surface } from '../surface';

/** One value that one rule is about, on one or several surfaces. */
export interface Finding extends Row {
  readonly surfaces: readonly Surface[];
}

/** Everything that a rule says of one kind. */
export interface RuleFindings {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

/** Sections of a report, in the order of reading. */
export interface Sections {
  readonly failed: readonly RuleFindings[];
  /** Differences between the engine and the declarations. */
  readonly drift: readonly RuleFindings[];
  readonly unknown: readonly RuleFindings[];
  /** Unknown on one surface, known on a later one. */
  readonly resolvedLater: readonly RuleFindings[];
  readonly accepted: readonly RuleFindings[];
}

/** The rule that compares an engine with what was declared. */
const DRIFT = 'SDG-17.1';

/** Sections of findings; passed rows are only counted. */
export function sectionsOf(audit: Audit): Sections {
  const isFailure = ({ status }: Row): boolean => status === 'fail';
  const isUnknown = ({ status }: Row): boolean => status === 'unknown';
  return {
    failed: grouped(audit, (row) => isFailure(row) && row.rule !== DRIFT),
    drift: grouped(audit, (row) => isFailure(row) && row.rule === DRIFT),
    unknown: grouped(audit, (row, surface) => isUnknown(row) && !isResolvedLater(audit, surface, row)),
    resolvedLater: grouped(audit, (row, surface) => isUnknown(row) && isResolvedLater(audit, surface, row)),
    accepted: grouped(audit, ({ status }) => status === 'waived'),
  };
}

/** Number of findings in a section. */
export function sizeOf(section: readonly RuleFindings[]): number {
  return section.reduce((sum, { findings }) => sum + findings.length, 0);
}

/** All rules of an audit, by their ids. */
export function allRules({ reports }: Audit): ReadonlyMap<string, Rule> {
  return new Map(reports.flatMap(({ rules }) => [...rules]).sort(([a], [b]) => compare(a, b)));
}

function grouped(audit: Audit, isWanted: (row: Row, surface: Surface) => boolean): readonly RuleFindings[] {
  const rules = allRules(audit);
  const rows = audit.reports.flatMap(({ surface, rows: all }) =>
    all.filter((row) => isWanted(row, surface)).map((row) => ({ row, surface })),
  );
  const same = groupBy(rows, ({ row }) => [JSON.stringify([row.rule, row.severity, row.path, row.address, row.attribute, row.value])]);
  const findings = [...same.values()].flatMap(([first, ...others]): readonly Finding[] =>
    first === undefined ? [] : [{ ...first.row, surfaces: [first, ...others].map(({ surface }) => surface) }],
  );
  const byRule = groupBy(findings.sort(compareRows), ({ rule, severity }) => [`${String(SEVERITIES.indexOf(severity))} ${rule}`]);
  return [...byRule]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([, group]) => {
      const [first] = group;
      const rule = first === undefined ? undefined : rules.get(first.rule);
      return first === undefined || rule === undefined ? [] : [{ rule, severity: first.severity, findings: group }];
    });
}
