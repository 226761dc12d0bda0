import { UNKNOWN, capabilities } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'critical' },
  configuration: {
    good: [[{ capabilities: { add: ['CHOWN'] } }, 'pass capabilities.add = CHOWN']],
    bad: [
      [{ capabilities: { add: ['cap_sys_admin', UNKNOWN] } }, 'unknown capabilities.add = ${var.x}', 'fail capabilities.add = SYS_ADMIN'],
      [{ capabilities: { add: ['ALL'] } }, 'fail capabilities.add = ALL'],
    ],
    open: [[{ capabilities: { add: UNKNOWN } }, 'unknown capabilities.add = ${var.x}']],
    edge: 'ALL AUDIT_CONTROL BPF CHECKPOINT_RESTORE DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN PERFMON SYSLOG SYS_ADMIN SYS_BOOT SYS_MODULE SYS_PTRACE SYS_RAWIO SYS_TIME'
      .split(' ')
      .map((name): ConfigurationCase => [capabilities(['ALL'], [name]), `fail capabilities.add = ${name}`]),
  },
};
