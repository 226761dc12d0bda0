import { writeFileSync } from 'node:fs';
import { findingsIn, findingsOf, stacksIn } from '../../fixture/stacks/stacks';
import { reportOn } from '../../../guidelines/cases/report';

const BAD = stacksIn('bad');
const GOOD = stacksIn('good');

test('there are enough of both to tell one from the other', () => {
  expect(BAD.length).toBeGreaterThanOrEqual(30);
  expect(GOOD.length).toBeGreaterThanOrEqual(12);
});

// After a change of the rules, `UPDATE_FINDINGS=1` writes what they say now, for a review of the difference.
test.each(BAD)('bad: $name', (stack) => {
  const findings = findingsOf(reportOn(stack.json));
  if (process.env.UPDATE_FINDINGS !== undefined) writeFileSync(stack.findingsFile, `${JSON.stringify(findings, undefined, 2)}\n`);

  expect(findings).not.toEqual([]);
  expect(findings).toEqual(findingsIn(stack));
});

test.each(GOOD)('good: $name', ({ json }) => {
  expect(findingsOf(reportOn(json))).toEqual([]);
});
