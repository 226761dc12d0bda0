import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host } from '../cases/facts';
import type { ContainerFacts, CpuFacts } from '../facts/container-facts';
import { known } from '../facts/known';

function cpu(changes: Partial<CpuFacts>): ContainerFacts {
  const unset = known(undefined);
  return container({ cpu: { shares: unset, quota: unset, period: unset, cores: unset, ...changes } });
}

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [
      [{ cpu_shares: null, cpu_quota: 1000 }, 'pass cores = 0.01', 'pass cpu_shares, cpu_quota, cpus = 1000'],
      [{ cpu_shares: UNKNOWN, cpus: '0.5' }, 'pass cores = 0.5', 'pass cpu_shares, cpu_quota, cpus = 0.5'],
    ],
    bad: [
      [{ cpu_shares: 0 }, 'fail cpu_shares, cpu_quota, cpus = 0, not set, not set'],
      [{ cpus: '513' }, 'fail cores = 513', 'pass cpu_shares, cpu_quota, cpus = 512'],
    ],
    open: [[{ cpu_shares: null, cpus: UNKNOWN }, 'unknown cores = ${var.x}', 'unknown cpu_shares, cpu_quota, cpus = ${var.x}']],
    idle: [NEVER_STARTED],
    edge: [
      [{ cpus: '512' }, 'pass cores = 512', 'pass cpu_shares, cpu_quota, cpus = 512'],
      [{ cpu_quota: 51200001 }, 'fail cores = 512.00001', 'pass cpu_shares, cpu_quota, cpus = 512'],
      [{ cpu_quota: 100000, cpu_period: 50000 }, 'pass cores = 2', 'pass cpu_shares, cpu_quota, cpus = 512'],
      [{ cpu_quota: 100000, cpu_period: UNKNOWN }, 'unknown cores = ${var.x}', 'pass cpu_shares, cpu_quota, cpus = 512'],
      [{ cpu_quota: UNKNOWN }, 'unknown cores = ${var.x}', 'pass cpu_shares, cpu_quota, cpus = 512'],
      [{ cpu_quota: -1, cpus: '0' }, 'pass cpu_shares, cpu_quota, cpus = 512'],
    ],
  },
  engine: {
    good: [
      [[cpu({ cores: known(4) }), host()], 'pass cores = 4', 'pass cpu_shares, cpu_quota, cpus = 4'],
      [[cpu({ cores: known(512) }), host({ cores: UNREAD })], 'pass cores = 512', 'pass cpu_shares, cpu_quota, cpus = 512'],
    ],
    bad: [
      [[cpu({ cores: known(5) }), host()], 'fail cores = 5', 'pass cpu_shares, cpu_quota, cpus = 5'],
      [[cpu({ quota: known(450_000), period: known(100_000) }), host()], 'fail cores = 4.5', 'pass cpu_shares, cpu_quota, cpus = 450000'],
    ],
    open: [[[cpu({ shares: UNREAD }), host()], 'unknown cpu_shares, cpu_quota, cpus = not read']],
  },
};
