import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ network_mode: 'none', networks_advanced: null }, 'pass network_mode = none']],
    bad: [
      [{ network_mode: 'default', networks_advanced: null }, 'fail network_mode = default'],
      [{ networks_advanced: [{ name: 'docker0' }] }, 'fail networks_advanced.name = docker0'],
      [{ network_mode: null, networks_advanced: null }, 'fail network_mode = not set'],
      [{ network_mode: 'bridge', networks_advanced: null }, 'fail network_mode = bridge'],
      [{ networks_advanced: [{ name: 'front' }, { name: 'bridge' }] }, 'fail networks_advanced.name = bridge'],
    ],
    open: [
      [{ network_mode: UNKNOWN, networks_advanced: null }, 'unknown network_mode = ${var.x}'],
      [{ networks_advanced: [{ name: UNKNOWN }] }, 'unknown networks_advanced.name = ${var.x}'],
    ],
    edge: [
      ...['', 'default', 'docker0'].map((mode): ConfigurationCase => [
        { network_mode: mode, networks_advanced: null },
        `fail network_mode = ${mode === '' ? '""' : mode}`,
      ]),
      [{ networks_advanced: [{ name: 'bridge' }] }, 'fail networks_advanced.name = bridge'],
    ],
  },
};
