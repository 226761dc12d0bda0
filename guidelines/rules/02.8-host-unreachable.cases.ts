import type { RuleCases } from '../cases/cases';
import { UNREAD, host, network, networkOption } from '../cases/facts';
import { known } from '../facts/known';

const GATEWAY_MODE = 'com.docker.network.bridge.gateway_mode_ipv4';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [[network(networkOption(GATEWAY_MODE, 'isolated'))], 'pass options.gateway_mode_ipv4 = isolated'],
      [[network(), host()], 'pass options.gateway_mode_ipv4 = not set: the host drops it'],
      [[network({ driver: known(undefined) }), host()], 'pass options.gateway_mode_ipv4 = not set: the host drops it'],
    ],
    bad: [
      [
        [network(networkOption(GATEWAY_MODE, 'nat')), host({ system: { bridgeGuarded: known(false) } })],
        'fail options.gateway_mode_ipv4 = not set, and the host answers',
      ],
      [
        [network(networkOption('isolated', 'isolated')), host({ system: { bridgeGuarded: known(false) } })],
        'fail options.gateway_mode_ipv4 = not set, and the host answers',
      ],
    ],
    open: [
      [[network({ driver: UNREAD })], 'unknown driver = not read'],
      [[network({ options: [UNREAD] })], 'unknown options.gateway_mode_ipv4 = not read'],
      [[network()], 'unknown options.gateway_mode_ipv4 = not set: the firewall of the host decides'],
      [[network(), host({ system: { bridgeGuarded: UNREAD } })], 'unknown options.gateway_mode_ipv4 = not read'],
    ],
    idle: [[network({ driver: known('overlay') })]],
  },
};
