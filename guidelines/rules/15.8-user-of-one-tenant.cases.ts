import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  shared: { arguments: { user: '1000:1000' }, result: 'fail user = 1000 with globex' },
};
