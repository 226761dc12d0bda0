import { unknown } from '../facts/known';
import { expectValue, notKnown, pluck } from '../outcome';
import { defineRule } from '../rule';

const GATEWAY_MODE = 'com.docker.network.bridge.gateway_mode_ipv4';

export const hostUnreachable = defineRule({
  id: 'SDG-02.8',
  severity: 'medium',
  references: { owasp: [5], nist: ['4.4.2'] },
  title: 'containers of the network reach the services of the host',
  impact: 'what listens on all addresses of the host answers at the address of the bridge, and so does the metadata service of a cloud',
  remediation:
    'set `options = { "com.docker.network.bridge.gateway_mode_ipv4" = "isolated" }`, or drop new connections from bridges to the host in its firewall',
  exception: 'an agent of the cloud that needs the metadata service, on a host that has no tenant',
  appliesTo: ['network'],
  check: ({ driver, options }, { surface, host }) => {
    if (!driver.known) return [notKnown('driver', driver)];
    if (!['', 'bridge'].includes(driver.value ?? '')) return [];
    const modes = pluck(
      options.filter((option) => !option.known || option.value.name === GATEWAY_MODE),
      ({ value }) => value,
    );
    const attribute = 'options.gateway_mode_ipv4';
    const [mode] = modes.filter((value) => !value.known || value.value === 'isolated');
    if (mode !== undefined) return [expectValue(attribute, mode, () => true)];
    if (surface !== 'live') return [];
    const isGuarded = host?.system.bridgeGuarded ?? unknown('not set: the firewall of the host decides');
    const said = (drops: boolean): string => (drops ? 'not set: the host drops it' : 'not set, and the host answers');
    return [expectValue(attribute, isGuarded, (drops) => drops, said)];
  },
});
