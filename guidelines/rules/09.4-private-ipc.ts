import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const privateIpc = defineRule({
  id: 'SDG-09.4',
  severity: 'medium',
  references: { cis: ['5.17', '5.21'], nist: ['4.4.3'], pss: 'baseline' },
  title: 'shared memory or the host name is shared with the host, or with any container that asks',
  impact: 'data of other programs can be read and changed in memory; the name of the host can be changed',
  remediation: 'drop `ipc_mode`, which is private then',
  exception: 'programs that exchange large data in memory and belong to one tenant',
  appliesTo: ['container'],
  check: ({ ipcMode, engine }, { surface }) => [
    expectValue('ipc_mode', ipcMode, (mode) => mode !== 'host' && mode !== 'shareable'),
    ...(surface === 'live' ? [expectValue('uts_mode', engine.utsMode, (mode) => mode !== 'host')] : []),
  ],
});
