import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [{ ports: [{ internal: 80, external: 8080, ip: '127.0.0.1' }] }, 'pass ports.ip = 127.0.0.1'],
      [{ ports: { internal: 80, external: 8080, ip: '[::1]' } }, 'pass ports.ip = [::1]'],
    ],
    bad: [
      [{ ports: [{ internal: 80, external: 80 }] }, 'fail ports.ip = not set'],
      [{ ports: [{ internal: 80, ip: '0.0.0.0' }] }, 'fail ports.ip = 0.0.0.0'],
      [{ ports: [{ internal: 80, ip: '[::]' }] }, 'fail ports.ip = [::]'],
      [{ ports: [{ internal: 80, ip: '' }] }, 'fail ports.ip = ""'],
      [{ ports: [{ internal: 80, ip: '::ffff:0.0.0.0' }] }, 'fail ports.ip = ::ffff:0.0.0.0'],
    ],
    open: [
      [{ ports: [{ internal: 80, ip: UNKNOWN }] }, 'unknown ports.ip = ${var.x}'],
      [{ dynamic: { ports: { for_each: UNKNOWN, content: {} } } }, 'unknown ports.ip = dynamic ports'],
      [{ dynamic: [{ ports: {} }] }, 'unknown ports.ip = dynamic ports'],
    ],
    idle: [{}],
  },
};
