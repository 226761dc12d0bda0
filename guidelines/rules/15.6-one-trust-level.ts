import { expectValue, notKnown } from '../outcome';
import { defineRule } from '../rule';

export const oneTrustLevel = defineRule({
  id: 'SDG-15.6',
  severity: 'high',
  references: { nist: ['4.3.4'] },
  title: 'containers that are trusted differently share a host',
  impact: 'an escape from the least trusted container leads to the most trusted ones',
  remediation: 'give every level of the label `appengine.trust` hosts of its own',
  appliesTo: ['container'],
  check: (container, context) => {
    const { trust } = container;
    if (!trust.known) return [notKnown('trust', trust)];
    if (trust.value === undefined) return [];
    const own = trust.value;
    return [
      expectValue(
        'trust',
        context.trust(container).otherLevels(own),
        (others) => others.length === 0,
        (others) => (others.length === 0 ? own : `${own} beside ${others.join(', ')}`),
      ),
    ];
  },
});
