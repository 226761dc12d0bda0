import type { EngineCase, RuleCases } from '../cases/cases';
import { UNREAD, container, host, namedContainer, trustedContainer } from '../cases/facts';
import { known, unknown } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      ...['runsc', 'kata', 'kata-runtime', 'kata-clh-2', 'io.containerd.runsc.v1', 'io.containerd.kata.v12'].map((runtime): EngineCase => [
        [trustedContainer('a', 'untrusted', { runtime: known(runtime) }), container({ role: known('x') })],
        `pass runtime = ${runtime}`,
        'not-applicable',
      ]),
      [
        [trustedContainer('a', 'untrusted'), trustedContainer('b', 'untrusted'), namedContainer('c', { role: known('router') }), host()],
        'pass runtime = all containers of the host are untrusted',
        'pass runtime = all containers of the host are untrusted',
        'not-applicable',
      ],
      [
        [trustedContainer('a', 'untrusted'), trustedContainer('b', 'trusted'), host({ defaultRuntime: known('runsc') })],
        'pass runtime = runsc',
        'not-applicable',
      ],
    ],
    bad: [
      [[trustedContainer('a', 'untrusted'), trustedContainer('b', 'trusted')], 'fail runtime = not set, beside others', 'not-applicable'],
      [[trustedContainer('a', 'untrusted'), trustedContainer('b', undefined)], 'fail runtime = not set, beside others', 'not-applicable'],
      [
        [trustedContainer('a', 'untrusted'), trustedContainer('b', undefined), host()],
        'fail runtime = runc, beside others',
        'not-applicable',
      ],
      ...['xrunsc', 'runsc-x', 'katana', 'kata-', 'io.containerd.runc.v2', 'io.containerd.kata.v', 'xio.containerd.kata.v2'].map(
        (runtime): EngineCase => [
          [
            trustedContainer('a', 'untrusted', { runtime: known(runtime) }),
            trustedContainer('b', 'trusted'),
            host({ defaultRuntime: known('runsc') }),
          ],
          `fail runtime = ${runtime}, beside others`,
          'not-applicable',
        ],
      ),
    ],
    open: [
      [[namedContainer('a', { trust: UNREAD })], 'unknown trust = not read'],
      [
        [trustedContainer('a', 'untrusted', { runtime: UNREAD }), trustedContainer('b', 'trusted')],
        'unknown runtime = not read',
        'not-applicable',
      ],
      [
        [trustedContainer('a', 'untrusted'), namedContainer('b', { trust: unknown('other') })],
        'unknown runtime = other',
        'unknown trust = other',
      ],
    ],
    idle: [[container()], [trustedContainer('a', 'trusted')]],
  },
};
