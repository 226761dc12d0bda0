import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  shared: { arguments: { mounts: { type: 'volume', source: 'data', target: '/data' } }, result: 'fail mounts.source = data with globex' },
};
