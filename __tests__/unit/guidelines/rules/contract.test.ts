import { RULES } from '../../../../guidelines/rules';
import { CASES } from '../../../../guidelines/rules/index.cases';

/** The severity decides what stops a synth, so each one is written down a second time, with its cases: changing it is a breaking change. */
test.each(RULES)('$id is as severe, and as waivable, as users know it', ({ id, severity, unwaivable, surfaces }) => {
  expect({ severity, unwaivable, surfaces }).toEqual({ unwaivable: undefined, surfaces: undefined, ...CASES[id]?.contract });
});
