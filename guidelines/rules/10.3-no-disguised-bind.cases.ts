import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    bad: [
      [
        { volumes: { host_path: '/srv', volume_name: 'data', container_path: '/x' } },
        'pass mounts.volume_options.driver_options = none',
        'fail volumes = /srv',
      ],
      [
        { mounts: { type: 'volume', source: 'd', target: '/x', volume_options: { driver_options: { device: '/srv' } } } },
        'fail mounts.volume_options.driver_options = /srv',
        'pass volumes = d',
      ],
    ],
    open: [
      [
        { mounts: { type: 'volume', source: 'd', target: '/x', volume_options: { driver_options: { device: UNKNOWN } } } },
        'unknown mounts.volume_options.driver_options = ${var.x}',
        'pass volumes = d',
      ],
    ],
  },
};
