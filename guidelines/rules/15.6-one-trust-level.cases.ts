import type { RuleCases } from '../cases/cases';
import { UNREAD, container, namedContainer, trustedContainer } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  engine: {
    good: [
      [
        [trustedContainer('a', 'trusted'), trustedContainer('b', 'trusted'), namedContainer('router', { role: known('router') })],
        'pass trust = trusted',
        'pass trust = trusted',
        'not-applicable',
      ],
      [
        [trustedContainer('a', 'trusted'), trustedContainer('b', 'untrusted', { provider: 'docker.pool' })],
        'pass trust = trusted',
        'pass trust = untrusted',
      ],
    ],
    bad: [
      [
        [
          trustedContainer('a', 'trusted'),
          trustedContainer('b', 'untrusted'),
          trustedContainer('c', 'known'),
          namedContainer('d', { trust: UNREAD }),
        ],
        'fail trust = trusted beside known, untrusted',
        'fail trust = untrusted beside known, trusted',
        'fail trust = known beside trusted, untrusted',
        'unknown trust = not read',
      ],
    ],
    open: [
      [[trustedContainer('a', 'trusted'), namedContainer('b', { trust: UNREAD })], 'unknown trust = not read', 'unknown trust = not read'],
    ],
    idle: [[container()]],
  },
};
