import { failuresOfJest, parseGoTest, parseJest, parseTap, parseUnittest, renderTally, total, withCrash } from '../../../tools/test/tally';

describe('parseJest', () => {
  it('counts a file that does not load as a failure', () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, numRuntimeErrorTestSuites: 1 };
    expect(parseJest(JSON.stringify(report))).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });
});

describe('failuresOfJest', () => {
  it('names what failed, and a file that does not load', () => {
    const report = {
      testResults: [
        { name: 'a.test.ts', message: '', assertionResults: [{ status: 'passed', fullName: 'a works', failureMessages: [] }] },
        {
          name: 'b.test.ts',
          message: 'all',
          assertionResults: [{ status: 'failed', fullName: 'b works', failureMessages: ['\u001b[31mnot equal\u001b[39m', 'too late'] }],
        },
        { name: 'c.test.ts', message: 'Cannot find module', assertionResults: [] },
        { name: 'd.test.ts', message: '', assertionResults: [] },
      ],
    };
    expect(failuresOfJest(JSON.stringify(report))).toEqual([
      { test: 'b works', message: 'not equal\ntoo late' },
      { test: 'c.test.ts', message: 'Cannot find module' },
    ]);
  });
});

describe('parseTap', () => {
  it('reads the closing comments', () => {
    const report = 'ok 1 - a\n1..4\n# tests 7\n# suites 1\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n# duration_ms 5\n';
    expect(parseTap(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });
});

describe('parseUnittest', () => {
  it.each([
    ['Ran 3 tests in 0.001s\n\nOK\n', { passed: 3, failed: 0, skipped: 0 }],
    ['Ran 1 test in 0.001s\n\nOK (skipped=1)\n', { passed: 0, failed: 0, skipped: 1 }],
    ['Ran 6 tests in 0.002s\n\nFAILED (failures=1, errors=2, skipped=1)\n', { passed: 2, failed: 3, skipped: 1 }],
    ['Traceback (most recent call last):\n', { passed: 0, failed: 0, skipped: 0 }],
  ])('reads %j', (report, tally) => {
    expect(parseUnittest(report)).toEqual(tally);
  });
});

describe('parseGoTest', () => {
  it('counts tests, neither packages nor subtests', () => {
    const events = [
      { Action: 'run', Test: 'TestA' },
      { Action: 'pass', Test: 'TestA/sub' },
      { Action: 'pass', Test: 'TestA' },
      { Action: 'fail', Test: 'TestB' },
      { Action: 'skip', Test: 'TestC' },
      { Action: 'fail' },
    ];
    expect(parseGoTest(`${events.map((event) => JSON.stringify(event)).join('\n')}\nexit status 1\n`)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
    });
  });
});

describe('withCrash', () => {
  it.each([
    ['a clean run', { passed: 1, failed: 0, skipped: 0 }, 0, 0],
    ['a counted failure', { passed: 1, failed: 2, skipped: 0 }, 1, 2],
    ['a bad end without a failure', { passed: 1, failed: 0, skipped: 0 }, 1, 1],
    ['no test at all', { passed: 0, failed: 0, skipped: 0 }, 0, 1],
  ])('%s', (_, tally, exitCode, failed) => {
    expect(withCrash(tally, exitCode).failed).toBe(failed);
  });
});

describe('renderTally', () => {
  it('mentions skipped tests only if there are any', () => {
    expect(
      renderTally(
        total([
          { passed: 1, failed: 0, skipped: 0 },
          { passed: 2, failed: 0, skipped: 0 },
        ]),
      ),
    ).toBe('3 passed, 0 failed');
    expect(renderTally({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped');
  });
});
