import type { CommandResult } from '../live/harness/command';

/** How an attack ended on one side, with what shows it. */
export interface Outcome {
  readonly succeeded: boolean;
  readonly evidence: string;
}

export function succeeded(evidence: string): Outcome {
  return { succeeded: true, evidence };
}

export function stopped(evidence: string): Outcome {
  return { succeeded: false, evidence };
}

const SUCCEEDED = 0;
const STOPPED = 3;

/** What the attack program said. @throws when it says neither: then the test is broken, and nothing is proved */
export function outcomeOf({ exitCode, stdout, stderr }: CommandResult): Outcome {
  const [, verdict, evidence] = /^(succeeded|stopped): (.+)$/m.exec(stdout) ?? [];
  if (exitCode === SUCCEEDED && verdict === 'succeeded' && evidence !== undefined) return succeeded(evidence);
  if (exitCode === STOPPED && verdict === 'stopped' && evidence !== undefined) return stopped(evidence);
  throw new Error(`the attack is broken, exit code ${String(exitCode)}:\n${stdout}${stderr}`);
}

/** One outcome of several attempts: it takes one that succeeds. */
export function anyOf(...outcomes: readonly Outcome[]): Outcome {
  const telling = outcomes.filter((outcome) => outcome.succeeded);
  const shown = telling.length > 0 ? telling : outcomes;
  return { succeeded: telling.length > 0, evidence: [...new Set(shown.map(({ evidence }) => evidence))].join('; ') };
}
