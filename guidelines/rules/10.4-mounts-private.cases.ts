import { UNKNOWN, bind } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[bind('/srv', { bind_options: { propagation: 'rprivate' } }), 'pass mounts.bind_options.propagation = rprivate']],
    bad: [[bind('/srv', { bind_options: { propagation: 'rshared' } }), 'fail mounts.bind_options.propagation = rshared']],
    open: [[bind('/srv', { bind_options: { propagation: UNKNOWN } }), 'unknown mounts.bind_options.propagation = ${var.x}']],
    idle: [{}],
    edge: ['private', 'rprivate', ''].map((propagation): ConfigurationCase => [
      { mounts: [{ type: 'bind', source: '/srv', target: '/x', bind_options: { propagation } }] },
      `pass mounts.bind_options.propagation = ${propagation === '' ? '""' : propagation}`,
    ]),
  },
};
