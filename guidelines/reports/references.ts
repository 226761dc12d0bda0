import type { Rule } from '../rule';

/** References to standards, such as `CIS 5.5`. */
export function referencesOf({ references: { cis = [], owasp = [], nist = [], pss } }: Pick<Rule, 'references'>): readonly string[] {
  return [
    ...cis.map((section) => `CIS ${section}`),
    ...owasp.map((rule) => `OWASP ${String(rule)}`),
    ...nist.map((section) => `NIST ${section}`),
    ...(pss === undefined ? [] : [`PSS ${pss}`]),
  ];
}

/** The guideline of a rule and its references. */
export function sourcesOf(rule: Pick<Rule, 'guideline' | 'references'>): string {
  return [`guideline ${String(rule.guideline)}`, ...referencesOf(rule)].join(', ');
}
