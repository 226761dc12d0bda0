import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    type: 'docker_network',
    bad: [
      [{ options: null, attachable: true }, 'fail attachable = true', 'fail options.encrypted = not set'],
      [{ options: { encrypted: 'false' } }, 'pass attachable = false', 'fail options.encrypted = false'],
    ],
    open: [
      [{ options: UNKNOWN, attachable: UNKNOWN }, 'unknown attachable = ${var.x}', 'unknown options.encrypted = ${var.x}'],
      [{ driver: UNKNOWN }, 'unknown driver = ${var.x}'],
    ],
    idle: [{ driver: 'bridge' }],
    edge: [
      [{ options: { encrypted: '', mtu: 'false' } }, 'pass attachable = false', 'pass options.encrypted = ""'],
      [{ options: { mtu: '1500' } }, 'pass attachable = false', 'fail options.encrypted = not set'],
    ],
  },
};
