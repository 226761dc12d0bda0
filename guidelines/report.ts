import type { Rule, Severity } from './rule';
import type { Surface } from './surface';
import type { Acceptance } from './waivers';

/** Result for a value. An unknown value never counts as good. */
export type Status = 'pass' | 'fail' | 'waived' | 'not-applicable' | 'unknown';

/** One rule at one value of one resource. */
export interface Row {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: Status;
  /** Terraform's name of the resource; empty where no resource is of a kind that the rule is about. */
  readonly address: string;
  /** Construct path. */
  readonly path: string;
  /** Evaluated attribute, such as `capabilities.add`; empty without one. */
  readonly attribute: string;
  readonly value: string;
  /** @default it is not accepted */
  readonly acceptance?: Acceptance;
}

/** All rows, the good ones too, in the order of paths and rules. */
export interface Report {
  readonly surface: Surface;
  readonly rows: readonly Row[];
  readonly counts: Readonly<Record<Status, number>>;
  /** The rules that were asked, by their ids. */
  readonly rules: ReadonlyMap<string, Rule>;
}

/** A report of rows. */
export function reportOf(surface: Surface, rows: readonly Row[], rules: ReadonlyMap<string, Rule>): Report {
  const counts = { pass: 0, fail: 0, waived: 0, 'not-applicable': 0, unknown: 0 };
  for (const { status } of rows) counts[status] += 1;
  return { surface, rows, counts, rules };
}

/** The order of rows. */
export function compareRows(a: Row, b: Row): number {
  return (
    compare(a.path, b.path) ||
    compare(a.address, b.address) ||
    compare(a.rule, b.rule) ||
    compare(a.attribute, b.attribute) ||
    compare(a.value, b.value)
  );
}

/** The order of characters, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
