import type { Audit } from '../audit';
import { allRules } from './groups';

/** Every row, as JSON that is the same for the same resources: no time, no path of this machine. Keys of earlier versions stay beside their new names. */
export function renderJson(audit: Audit): string {
  const rules = [...allRules(audit).values()].map(
    ({ id, guideline, severity, title, impact, remediation, exception, references, unwaivable, adjustment }) => ({
      id,
      guideline,
      severity,
      title,
      impact,
      remediation,
      opens: impact,
      fix: remediation,
      exception,
      references,
      waivable: unwaivable !== true,
      adjustment: adjustment === undefined ? undefined : { ...adjustment, isAsked: adjustment.enabled },
    }),
  );
  const surfaces = audit.reports.map(({ surface, counts, rows }) => ({ surface, counts, rows }));
  return `${JSON.stringify({ surfaces, skipped: audit.skipped, unreached: audit.skipped, others: audit.others, rules }, undefined, 2)}\n`;
}
