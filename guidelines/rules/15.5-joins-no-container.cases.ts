import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    bad: [
      [
        { network_mode: 'container:abc', volumes: { from_container: 'db' } },
        'pass ipc_mode = not set',
        'fail network_mode = container:abc',
        'pass pid_mode = not set',
        'fail volumes.from_container = db',
      ],
    ],
    open: [
      [
        { network_mode: UNKNOWN, pid_mode: UNKNOWN, ipc_mode: UNKNOWN, volumes: UNKNOWN },
        'unknown ipc_mode = ${var.x}',
        'unknown network_mode = ${var.x}',
        'unknown pid_mode = ${var.x}',
        'unknown volumes.from_container = ${var.x}',
      ],
    ],
  },
};
