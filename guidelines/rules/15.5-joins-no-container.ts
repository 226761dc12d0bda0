import { expectNone, expectValue } from '../outcome';
import { defineRule } from '../rule';

export const joinsNoContainer = defineRule({
  id: 'SDG-15.5',
  severity: 'medium',
  references: { cis: ['5.16', '5.17'], owasp: [5], nist: ['4.3.3'] },
  title: 'the container joins the namespaces or the volumes of another',
  impact: 'what is in one is in the other: network, processes, memory, files',
  remediation: 'drop `container:` modes and `from_container`; talk over a network',
  exception: 'a helper of the same app, which has to see its processes or its loopback address',
  appliesTo: ['container'],
  check: ({ networkMode, pidMode, ipcMode, volumesFrom }) => [
    ...Object.entries({ network_mode: networkMode, pid_mode: pidMode, ipc_mode: ipcMode }).map(([attribute, mode]) =>
      expectValue(attribute, mode, (text) => text?.startsWith('container:') !== true),
    ),
    ...expectNone('volumes.from_container', volumesFrom, () => true),
  ],
});
