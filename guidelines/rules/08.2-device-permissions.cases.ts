import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ devices: { host_path: '/dev/snd', permissions: 'r' } }, 'pass devices.permissions = r']],
    bad: [
      [{ devices: { host_path: '/dev/snd' } }, 'fail devices.permissions = not set, which is rwm'],
      [{ devices: { host_path: '/dev/snd', permissions: 'rwm' } }, 'fail devices.permissions = rwm'],
    ],
    open: [[{ devices: { host_path: '/dev/snd', permissions: UNKNOWN } }, 'unknown devices.permissions = ${var.x}']],
    idle: [{}],
    edge: [
      [{ devices: { host_path: '/dev/snd', permissions: 'rw' } }, 'pass devices.permissions = rw'],
      [{ devices: { host_path: '/dev/snd', permissions: 'mr' } }, 'fail devices.permissions = mr'],
    ],
  },
};
