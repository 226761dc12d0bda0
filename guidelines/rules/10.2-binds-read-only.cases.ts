import { UNKNOWN, bind, hostVolume } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[bind('/srv/data'), 'pass mounts.read_only = /srv/data']],
    bad: [[hostVolume('/srv/data'), 'fail mounts.read_only = /srv/data']],
    open: [[bind('/srv/data', { read_only: UNKNOWN }), 'unknown mounts.read_only = ${var.x}']],
    idle: [{}],
  },
};
