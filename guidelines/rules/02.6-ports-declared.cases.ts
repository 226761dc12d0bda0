import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [
      [
        {
          ports: [
            { internal: 80, external: 443 },
            { internal: 81, external: 1024 },
          ],
        },
        'pass ports.external = 1024',
        'pass ports.external = 443',
        'pass publish_all_ports = false',
      ],
    ],
    bad: [
      [{ publish_all_ports: true }, 'fail publish_all_ports = true'],
      [{ ports: [{ internal: 80 }] }, 'fail ports.external = not set', 'pass publish_all_ports = false'],
      [{ ports: [{ internal: 80, external: 1023 }] }, 'fail ports.external = 1023', 'pass publish_all_ports = false'],
    ],
    open: [
      [
        { publish_all_ports: UNKNOWN, ports: [{ internal: 80, external: UNKNOWN }] },
        'unknown ports.external = ${var.x}',
        'unknown publish_all_ports = ${var.x}',
      ],
    ],
    edge: [
      [{ ports: [{ internal: 80, external: 80 }] }, 'pass ports.external = 80', 'pass publish_all_ports = false'],
      [{ ports: [{ internal: 80, external: 81 }] }, 'fail ports.external = 81', 'pass publish_all_ports = false'],
    ],
  },
};
