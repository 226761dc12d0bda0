import { isAtLeast, versionOf } from '../normalise/version';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

/** Since then the engine itself drops what comes from outside and is for a container's own address. */
const DROPS_ITSELF = [28, 0];

export const containersNotRouted = defineRule({
  id: 'SDG-02.9',
  severity: 'medium',
  references: { owasp: [5], nist: ['4.4.2'] },
  title: 'the host forwards what its neighbours send to a container’s own address',
  impact: 'a machine with a route through the host reaches a port that is published on 127.0.0.1 alone, or not at all',
  remediation:
    'upgrade the engine to 28.0 or newer, or drop in the table `raw` what comes from elsewhere and is for the networks of containers',
  exception: 'a host that routes to its containers on purpose, behind a firewall that knows who may',
  appliesTo: ['host'],
  check: ({ versions: { engine }, daemon: { iptables }, system: { routedDropped } }) => {
    const version = engine.known ? versionOf(engine.value ?? '') : undefined;
    const dropsItself = version !== undefined && isAtLeast(version, DROPS_ITSELF) && iptables.known && iptables.value;
    if (dropsItself) return [expectValue('engine', engine, () => true)];
    return [
      expectValue(
        'raw PREROUTING',
        routedDropped,
        (drops) => drops,
        (drops) => (drops ? 'drops it' : 'lets it through'),
      ),
    ];
  },
});
