import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [onHost({ versions: { engine: known('20.10.24') } }), 'pass raw PREROUTING = drops it'],
      [onHost({ versions: { engine: known('28.0.0') }, system: { routedDropped: known(false) } }), 'pass engine = 28.0.0'],
    ],
    bad: [
      [onHost({ versions: { engine: known('27.5.1') }, system: { routedDropped: known(false) } }), 'fail raw PREROUTING = lets it through'],
      [
        onHost({ versions: { engine: known('28.0.0') }, daemon: { iptables: known(false) }, system: { routedDropped: known(false) } }),
        'fail raw PREROUTING = lets it through',
      ],
      [
        onHost({ versions: { engine: known('28.0.0-rc.1') }, system: { routedDropped: known(false) } }),
        'fail raw PREROUTING = lets it through',
      ],
    ],
    open: [
      [onHost({ versions: { engine: UNREAD }, system: { routedDropped: UNREAD } }), 'unknown raw PREROUTING = not read'],
      [
        onHost({ versions: { engine: known('28.1.0') }, daemon: { iptables: UNREAD }, system: { routedDropped: UNREAD } }),
        'unknown raw PREROUTING = not read',
      ],
    ],
  },
};
