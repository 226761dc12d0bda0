import type { Audit } from '../audit';
import { allRules } from './groups';

/** Every row, as JSON that is the same for the same resources: no time, no path of this machine. */
export function renderJson(audit: Audit): string {
  const rules = [...allRules(audit).values()].map(
    ({ id, guideline, severity, title, opens, fix, exception, references, unwaivable, adjustment }) => ({
      id,
      guideline,
      severity,
      title,
      opens,
      fix,
      exception,
      references,
      waivable: unwaivable !== true,
      adjustment,
    }),
  );
  const surfaces = audit.reports.map(({ surface, counts, rows }) => ({ surface, counts, rows }));
  return `${JSON.stringify({ surfaces, unreached: audit.unreached, rules }, undefined, 2)}\n`;
}
