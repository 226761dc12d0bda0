import fc from 'fast-check';
import { AppEngineError } from '../../../../constructs';
import { canaryPlan, type CanaryOptions } from '../../../../operations/canary/canary-plan';

test('the defaults', () => {
  expect(canaryPlan({})).toEqual({ steps: [5, 25, 50], every: 300_000, bounds: { errors: 0.01, requests: 100 } });
});

test('all of it by hand', () => {
  const options = { steps: '1, 99', every: '90s', maxErrors: '0.5%', maxLatency: '500ms', minRequests: '1' };
  expect(canaryPlan(options)).toEqual({ steps: [1, 99], every: 90_000, bounds: { errors: 0.005, latency: 500, requests: 1 } });
});

test.each<[keyof CanaryOptions, readonly string[]]>([
  ['steps', ['', '0,5', '5,100', '25,5', '5,5', '5,,6', '5%', '1.5', Array.from({ length: 21 }, (_, index) => index + 1).join()]],
  ['every', ['', '5', '4s', '25h', '-5m', '1.5m', '5 m']],
  ['maxErrors', ['', '1', '101%', '-1%', '1.2345%', 'none']],
  ['maxLatency', ['', '0ms', '11m', '500']],
  ['minRequests', ['', '0', '1000001', '-1', 'many']],
])('%s is refused with what it must be', (name, texts) => {
  for (const text of texts) {
    expect(() => canaryPlan({ [name]: text })).toThrow(/^CanaryOptionInvalid: --[a-z-]+ ".*" must be .*; leave it out for the default$/);
  }
});

test('any text is read or refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<keyof CanaryOptions>('steps', 'every', 'maxErrors', 'maxLatency', 'minRequests'),
      fc.string({ maxLength: 9 }),
      (name, text) => {
        try {
          const { steps, every } = canaryPlan({ [name]: text });
          expect(steps.every((step) => step >= 1 && step <= 99)).toBe(true);
          expect(every).toBeGreaterThanOrEqual(5000);
        } catch (error) {
          expect(error).toBeInstanceOf(AppEngineError);
        }
      },
    ),
  );
});
