import { evaluate, type EvaluationOptions } from '../evaluate';
import type { Facts } from '../facts';
import type { Report, Row } from '../report';
import { factsOfTerraformJson } from '../surfaces/synth';
import { TODAY } from './cases';

/** The report of a configuration. */
export function reportOn(json: unknown, options: Partial<EvaluationOptions> = {}): Report {
  return evaluate(factsOfTerraformJson(json), { today: TODAY, ...options });
}

/** The report of an engine. */
export function reportOnEngine(facts: readonly Facts[], options: Partial<EvaluationOptions> = {}): Report {
  return evaluate(facts, { surface: 'live', today: TODAY, ...options });
}

/** Rows of one rule. */
export function rowsOf({ rows }: Report, rule: string): readonly Row[] {
  return rows.filter((row) => row.rule === rule);
}

/** Results of a rule, such as `fail privileged = true`; a row that is no outcome has nothing beside its status. */
export function resultsOf(report: Report, rule: string): readonly string[] {
  return rowsOf(report, rule).map(({ rule: _, severity: _severity, status, address: _address, path: _path, attribute, value, ...rest }) =>
    attribute === '' ? [status, ...Object.keys(rest)].join(' ') : `${status} ${attribute} = ${value}`,
  );
}
