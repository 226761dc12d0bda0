import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high', unwaivable: true },
};
