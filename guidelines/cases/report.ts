import { judge, type Judgement } from '../engine';
import type { Facts } from '../facts';
import type { Report, Row } from '../report';
import { factsOfTerraformJson } from '../surfaces/synth';
import { TODAY } from './cases';

/** The report of a configuration. */
export function reportOn(json: unknown, judgement: Partial<Judgement> = {}): Report {
  return judge(factsOfTerraformJson(json), { today: TODAY, ...judgement });
}

/** The report of an engine. */
export function reportOnEngine(facts: readonly Facts[], judgement: Partial<Judgement> = {}): Report {
  return judge(facts, { surface: 'live', today: TODAY, ...judgement });
}

/** Rows of one rule. */
export function rowsOf({ rows }: Report, rule: string): readonly Row[] {
  return rows.filter((row) => row.rule === rule);
}

/** What a rule says, such as `fail privileged = true`; a row that is no outcome has nothing beside its status. */
export function said(report: Report, rule: string): readonly string[] {
  return rowsOf(report, rule).map(({ rule: _, severity: _severity, status, address: _address, path: _path, attribute, value, ...rest }) =>
    attribute === '' ? [status, ...Object.keys(rest)].join(' ') : `${status} ${attribute} = ${value}`,
  );
}
