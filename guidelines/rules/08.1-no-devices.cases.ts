import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    bad: [[{ devices: { host_path: '/dev/snd' } }, 'fail devices.host_path = /dev/snd']],
    open: [
      [{ devices: UNKNOWN }, 'unknown devices.host_path = ${var.x}'],
      [{ devices: [{ host_path: UNKNOWN }] }, 'unknown devices.host_path = ${var.x}'],
    ],
  },
  engine: {
    good: [[[container()], 'pass device_cgroup_rules = none', 'pass devices.host_path = none']],
    bad: [[[container({}, { deviceRules: [known('c 1:3 rw')] })], 'fail device_cgroup_rules = c 1:3 rw', 'pass devices.host_path = none']],
    open: [[[container({}, { deviceRules: [UNREAD] })], 'unknown device_cgroup_rules = not read', 'pass devices.host_path = none']],
  },
};
