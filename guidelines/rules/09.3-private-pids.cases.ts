import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: { bad: [[{ pid_mode: 'host' }, 'fail pid_mode = host']], open: [[{ pid_mode: UNKNOWN }, 'unknown pid_mode = ${var.x}']] },
};
