import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const privatePids = defineRule({
  id: 'SDG-09.3',
  severity: 'high',
  references: { cis: ['5.16'], nist: ['4.4.3'], pss: 'baseline' },
  title: 'the container sees the processes of the host',
  impact: 'signals, environments and open files of every process, and ptrace',
  remediation: 'drop `pid_mode`',
  exception: 'an agent that watches the processes of the node, on a host that has no tenant',
  appliesTo: ['container'],
  check: ({ pidMode }) => [expectValue('pid_mode', pidMode, (mode) => mode !== 'host')],
});
