import { stripVTControlCharacters } from 'node:util';

/** What a test suite counted. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A test that failed, with what its runner says about it. */
export interface Failure {
  readonly test: string;
  readonly message: string;
}

/** `12 passed, 0 failed`, and `, 1 skipped` if any: the last line of a test run. */
export function renderTally({ passed, failed, skipped }: Tally): string {
  return `${String(passed)} passed, ${String(failed)} failed${skipped === 0 ? '' : `, ${String(skipped)} skipped`}`;
}

export function total(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed, skipped }) => ({ passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** A suite that ended badly without counting a failure, or counted nothing at all, crashed: that is one failure. */
export function withCrash(tally: Tally, exitCode: number): Tally {
  const ran = tally.passed + tally.failed + tally.skipped > 0;
  const crashed = !ran || (exitCode !== 0 && tally.failed === 0);
  return crashed ? { ...tally, failed: tally.failed + 1 } : tally;
}

/** The file that `jest --json --outputFile` writes. */
export function parseJest(text: string): Tally {
  const result = JSON.parse(text) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    numRuntimeErrorTestSuites: number;
  };
  return {
    passed: result.numPassedTests,
    // A file that does not even load has no test to fail.
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** The failed tests of the same file, in the order they ran; of a file that does not load there is only its name. */
export function failuresOfJest(text: string): readonly Failure[] {
  const { testResults } = JSON.parse(text) as {
    testResults: readonly {
      name: string;
      message: string;
      assertionResults: readonly { status: string; fullName: string; failureMessages: readonly string[] }[];
    }[];
  };
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && message !== '') return [{ test: name, message: stripVTControlCharacters(message) }];
    return failed.map(({ fullName, failureMessages }) => ({
      test: fullName,
      message: stripVTControlCharacters(failureMessages.join('\n')),
    }));
  });
}

/** The closing comments of `node --test --test-reporter=tap`. */
export function parseTap(text: string): Tally {
  const count = (name: string): number => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') + count('todo') };
}

/** The closing lines of `python3 -m unittest`. */
export function parseUnittest(text: string): Tally {
  const ran = Number(/^Ran (\d+) tests? in /m.exec(text)?.[1] ?? 0);
  const closing = /^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$/m.exec(text)?.[1] ?? '';
  const count = (name: string): number => Number(new RegExp(`(?:^|, )${name}=(\\d+)`).exec(closing)?.[1] ?? 0);
  const failed = count('failures') + count('errors') + count('unexpected successes');
  const skipped = count('skipped');
  return { passed: Math.max(0, ran - failed - skipped), failed, skipped };
}

/** The events of `go test -json`; subtests count with their parent. */
export function parseGoTest(text: string): Tally {
  const ends = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { Action: string; Test?: string })
    .filter(({ Test }) => Test !== undefined && !Test.includes('/'));
  const count = (action: string): number => ends.filter(({ Action }) => Action === action).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') };
}
