import { expectNone } from '../outcome';
import { defineRule } from '../rule';

const ROOT_EQUIVALENT = new Set(
  'ALL AUDIT_CONTROL BPF CHECKPOINT_RESTORE DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN PERFMON SYSLOG SYS_ADMIN SYS_BOOT SYS_MODULE SYS_PTRACE SYS_RAWIO SYS_TIME'.split(
    ' ',
  ),
);

export const noRootCapability = defineRule({
  id: 'SDG-14.2',
  severity: 'critical',
  references: { cis: ['5.4'], owasp: [3], nist: ['4.4.3'], pss: 'baseline' },
  title: 'a capability makes the container root on the host',
  impact: 'load modules, mount disks, read the memory of every process, or open any file of the host by its handle',
  remediation: 'take it out of `add`; give the work a host of its own',
  exception: 'a tunnel or a virtual private network, which needs NET_ADMIN: on a host that has no tenant',
  appliesTo: ['container'],
  check: ({ capabilities }) => expectNone('capabilities.add', capabilities.add, (name) => ROOT_EQUIVALENT.has(name)),
});
