import { UNKNOWN, hostVolume, readOnlyHostVolume } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'critical' },
  configuration: {
    good: [[{ devices: { host_path: '/dev/snd' } }, 'pass devices.host_path = /dev/snd', 'pass mounts = none']],
    bad: [
      [{ devices: { host_path: '/dev/sda1' } }, 'fail devices.host_path = /dev/sda1', 'pass mounts = none'],
      [{ devices: { host_path: '/dev/../dev/mem' } }, 'fail devices.host_path = /dev/mem', 'pass mounts = none'],
      [{ devices: { host_path: '/dev/' } }, 'fail devices.host_path = /dev', 'pass mounts = none'],
      [hostVolume('/dev/vda'), 'pass devices.host_path = none', 'fail mounts = /dev/vda'],
    ],
    open: [[{ devices: UNKNOWN, volumes: UNKNOWN }, 'unknown devices.host_path = ${var.x}', 'unknown mounts = ${var.x}']],
    edge: [
      [readOnlyHostVolume('/'), 'pass devices.host_path = none', 'fail mounts = /'],
      [readOnlyHostVolume('/dev/sg0'), 'pass devices.host_path = none', 'fail mounts = /dev/sg0'],
      [readOnlyHostVolume('/srv/dev/sda'), 'pass devices.host_path = none', 'pass mounts = /srv/dev/sda'],
    ],
  },
};
