import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const privateIpc = defineRule({
  id: 'SDG-09.4',
  severity: 'medium',
  references: { cis: ['5.17', '5.21'], nist: ['4.4.3'], pss: 'baseline' },
  title: 'shared memory is shared with the host, or with whoever asks',
  opens: 'data of other programs can be read and changed in memory',
  fix: 'drop `ipc_mode`, which is private then',
  appliesTo: ['container'],
  check: ({ ipcMode }) => [expectValue('ipc_mode', ipcMode, (mode) => mode !== 'host' && mode !== 'shareable')],
});
