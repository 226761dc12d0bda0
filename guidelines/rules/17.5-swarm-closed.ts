import { hostOf, isOneAddress } from '../normalise/address';
import { expectValue, notKnown } from '../outcome';
import { defineRule } from '../rule';

const MOST_MANAGERS = 7;
const MOST_DAYS = 90;

export const swarmClosed = defineRule({
  id: 'SDG-17.5',
  severity: 'low',
  references: { cis: ['7.1', '7.2', '7.5', '7.6', '7.7', '7.8', '7.9'], nist: ['4.3.5'] },
  title: 'the swarm is open to more than its members, or its keys are never changed',
  impact: 'a new manager, or a reader of a manager’s disk, has every secret and every host of the swarm',
  remediation:
    'use 1, 3, 5 or 7 managers; `docker swarm update --autolock --cert-expiry 2160h`; `docker swarm init --listen-addr address`; leave an unused swarm',
  appliesTo: ['host'],
  check: ({ swarm }) => {
    if (!swarm.known) return [notKnown('swarm', swarm)];
    if (swarm.value === undefined) return [];
    const { isManager, managers, autoLock, listenAddress, certificateDays } = swarm.value;
    if (!isManager.known) return [notKnown('swarm', isManager)];
    // A worker neither decides about these nor knows them.
    if (!isManager.value) return [];
    return [
      expectValue('managers', managers, (count = 0) => count % 2 === 1 && count <= MOST_MANAGERS),
      expectValue('autolock', autoLock, (isOn) => isOn),
      expectValue('listen-addr', listenAddress, (address) => isOneAddress(hostOf(address ?? ''))),
      expectValue('cert-expiry days', certificateDays, (days = Infinity) => days <= MOST_DAYS),
    ];
  },
});
