import { known } from '../facts/known';
import { expectValue, notKnown } from '../outcome';
import { defineRule } from '../rule';

export const noDrift = defineRule({
  id: 'SDG-17.1',
  severity: 'high',
  references: { nist: ['4.4.3'] },
  title: 'the container is not what was declared',
  impact: 'drift: it was changed by hand, or an apply was incomplete; a review of the configuration does not show what runs',
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
