import { describeStep, renderCanary, renderStopped } from '../../../../cli/render/canary';
import { ReleasePlace } from '../../../../constructs/release/release-place';
import type { StepResult } from '../../../../operations/canary/run-canary';
import { release } from '../../../fixture/release';

const PLACE = ReleasePlace.parse('acme/shop');
const BAD = '9 of 40 requests failed, and 1 % may';
const step = (percent: number, problem?: string): StepResult => ({
  ...{ percent, milliseconds: 300_000, problem },
  observation: {
    canary: { requests: 40, failed: problem === undefined ? 0 : 9, latency: 12.4 },
    current: { requests: 760, failed: 0, latency: 11 },
    down: [],
  },
});
const BLIND: StepResult = { percent: 5, milliseconds: 60_000, observation: undefined, problem: 'no gateway' };

test('a step is one line', () => {
  expect(describeStep(step(5))).toBe('40 requests, 0 failed, 12 ms, in 5m00s');
  expect(describeStep(step(5, BAD))).toBe(`40 requests, 9 failed, 12 ms, in 5m00s: ${BAD}`);
  expect(describeStep(BLIND)).toBe('nothing seen, in 1m00s: no gateway');
});

test('both releases are side by side, and what became of the try is said', () => {
  const result = { place: PLACE, before: release(2), release: release(3), failure: undefined };
  expect(renderCanary({ ...result, steps: [step(5), step(25, BAD)], problem: BAD }).split('\n')).toEqual([
    '  STEP  RELEASE        REQUESTS  FAILED  ANSWER',
    '  5 %   3, the canary  40        0       12 ms',
    '        2              760       0       11 ms',
    '  25 %  3, the canary  40        9       12 ms',
    '        2              760       0       11 ms',
    expect.stringContaining(`: ${BAD}.`) as string,
    'Release 2 of acme/shop gets all requests.',
    'Next: git diff releases/acme/shop.json · commit it',
    '',
  ]);
  expect(renderCanary({ ...result, steps: [], problem: undefined })).toMatch(
    /^Release 3 of acme\/shop is the current one, and deployed\.\nNext/,
  );
});

test('where taking it back went wrong, the file is right, and a deploy is next', () => {
  const result = { place: PLACE, before: release(2), release: release(3), steps: [BLIND], problem: 'no gateway' };
  const text = renderCanary({ ...result, failure: 'the deploy of acme failed' });
  expect(text).toContain('releases/acme/shop.json is without the canary, and its deploy went wrong: the deploy of acme failed');
  expect(text).toContain('npx appengine up --only acme');
  expect(renderStopped(PLACE, release(2), release(3), undefined)).toBe(
    'Release 3 of acme/shop is tried no more.\nRelease 2 of acme/shop gets all requests.\nNext: git diff releases/acme/shop.json · commit it\n',
  );
});
