import { defineRule } from '../rule';

export const waiversHold = defineRule({
  id: 'SDG-17.3',
  severity: 'high',
  references: {},
  title: 'a waiver has expired, is about nothing, or says too little',
  impact: 'a risk is accepted without an owner, or a rule is off that is believed to be on',
  remediation: 'renew it with a reason, an owner and an end within 90 days, or delete it',
  unwaivable: true,
  appliesTo: [],
  check: () => [],
});
