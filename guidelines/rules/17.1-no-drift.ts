import { known } from '../facts/known';
import { expectValue, notKnown } from '../outcome';
import { defineRule } from '../rule';

export const noDrift = defineRule({
  id: 'SDG-17.1',
  severity: 'high',
  references: { nist: ['4.4.3'] },
  title: 'the container is not what was declared',
  impact: 'somebody changed it by hand, or an apply said it was done and was not: reviews look at something that does not run',
  remediation: 'deploy again; if it stays, replace the container with `terraform apply -replace`',
  appliesTo: ['container'],
  surfaces: ['live'],
  check: ({ declared, drift }) => {
    if (!declared.known) return [notKnown('declared', declared)];
    if (!declared.value) return [];
    if (drift.length === 0) return [{ status: 'pass', attribute: 'drift', value: 'none' }];
    return drift.map((item) => {
      if (!item.known) return notKnown('drift', item);
      const { attribute, declared: wanted, live, rule } = item.value;
      return expectValue(attribute, known(`declared ${wanted}, live ${live} (${rule})`), () => false);
    });
  },
});
