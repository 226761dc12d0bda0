import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  shared: { arguments: { networks_advanced: { name: 'front' } }, result: 'fail networks_advanced.name = front with globex' },
};
