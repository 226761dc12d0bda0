import type { RuleCases } from '../cases/cases';
import { UNREAD, host, namedContainer, network, networkOption } from '../cases/facts';
import type { ContainerFacts } from '../facts/container-facts';
import { known } from '../facts/known';

const ICC = 'com.docker.network.bridge.enable_icc';

function tenants(...names: readonly (string | undefined)[]): readonly ContainerFacts[] {
  return names.map((name, index) => namedContainer(`app${String(index)}`, { tenant: known(name) }));
}

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [[host()], 'pass icc = false'],
      [[...tenants('acme', 'globex'), network(networkOption(ICC, 'false'))], 'pass options.enable_icc = false'],
    ],
    bad: [
      [[host({ defaultBridgeIcc: known(true) })], 'fail icc = true'],
      [[...tenants('acme', 'globex'), network()], 'fail options.enable_icc = not set'],
      [[...tenants('acme', 'globex'), network(networkOption(ICC, 'true'))], 'fail options.enable_icc = true'],
      [[...tenants('acme', 'globex'), network(networkOption('other', 'false'))], 'fail options.enable_icc = not set'],
    ],
    open: [
      [[host({ defaultBridgeIcc: UNREAD })], 'unknown icc = not read'],
      [[...tenants('acme', 'globex'), network({ options: [UNREAD] })], 'unknown options.enable_icc = not read'],
      [[...tenants('acme', 'globex'), network({ name: UNREAD })], 'unknown name = not read'],
      [[...tenants('acme'), namedContainer('x', { tenant: UNREAD }), network()], 'unknown options.enable_icc = not read'],
    ],
    idle: [
      [network()],
      [network({ name: known(undefined) })],
      [...tenants('acme', 'acme', undefined), network()],
      [namedContainer('x', { tenant: UNREAD }), network()],
      [...tenants('acme'), namedContainer('gateway', { tenant: known('globex'), role: known('gateway') }), network()],
    ],
  },
};
