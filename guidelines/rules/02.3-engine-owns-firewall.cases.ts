import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [[onHost({}), 'pass iptables = true', 'pass userland-proxy = false']],
    bad: [
      [onHost({ daemon: { iptables: known(false), userlandProxy: known(true) } }), 'fail iptables = false', 'fail userland-proxy = true'],
    ],
    open: [
      [onHost({ daemon: { iptables: UNREAD, userlandProxy: UNREAD } }), 'unknown iptables = not read', 'unknown userland-proxy = not read'],
    ],
  },
};
