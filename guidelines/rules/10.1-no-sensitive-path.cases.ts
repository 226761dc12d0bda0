import { UNKNOWN, bind, hostVolume } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'critical' },
  configuration: {
    good: [[bind('/srv/data'), 'pass mounts = /srv/data']],
    bad: [
      [bind('/etc'), 'fail mounts = /etc'],
      [hostVolume('/var'), 'fail mounts = /var'],
      [hostVolume('/srv/..//etc/./ssl/'), 'fail mounts = /etc/ssl'],
      [hostVolume('/proc/1/root/srv'), 'fail mounts = /proc/1/root/srv'],
    ],
    open: [[bind(UNKNOWN), 'unknown mounts = ${var.x}']],
  },
};
