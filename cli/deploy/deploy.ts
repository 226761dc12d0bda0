import { withLock } from '../locks/project-locks';
import { Interrupted, throwIfInterrupted } from '../../operations/process/interrupt';
import { row } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import { TaskFailure, showProgress, type ProgressOptions } from '../terminal/progress';
import { deployStack, describeOutcome, hasSucceeded, untouched, type Deployment, type StackOutcome } from './deploy-stack';
import { inWaves, type DeclaredStack } from '../../operations/state/manifest';

/** More at a time are slower on the two cores of a small host. */
const CONCURRENCY = 2;

/** Applies stacks, each after the ones it depends on and under its lock. A stack that fails stops only those that depend on it. */
export async function deploy(
  deployment: Deployment,
  stacks: readonly DeclaredStack[],
  options: ProgressOptions = {},
): Promise<readonly StackOutcome[]> {
  const outcomes: StackOutcome[] = [];
  for (const wave of inWaves(stacks)) {
    const failed = outcomes.filter((outcome) => !hasSucceeded(outcome)).map(({ name }) => name);
    const tasks = wave.map((stack) => ({
      subject: stack.name,
      run: async (report: ProgressCallback): Promise<string> => {
        const outcome = await outcomeOf(deployment, stack, failed, report);
        outcomes.push(outcome);
        if (outcome.blockedBy.length > 0)
          throw new TaskFailure(row(stack.name, `not tried: it comes after ${outcome.blockedBy.join(', ')}`));
        if (outcome.errors.length > 0) throw new TaskFailure(row(stack.name, 'failed, see below'));
        return describeOutcome(deployment.store, outcome);
      },
    }));
    await showProgress(tasks, { ...options, concurrency: CONCURRENCY, keepGoing: true });
    throwIfInterrupted();
  }
  // Whichever finished first, they are reported in the order in which they build on each other.
  return inWaves(stacks)
    .flat()
    .flatMap(({ name }) => outcomes.filter((outcome) => outcome.name === name));
}

async function outcomeOf(
  deployment: Deployment,
  stack: DeclaredStack,
  failed: readonly string[],
  report: ProgressCallback,
): Promise<StackOutcome> {
  const blockedBy = stack.dependencies.filter((name) => failed.includes(name));
  if (blockedBy.length > 0) return untouched(stack, { blockedBy, errors: [] });
  try {
    return await withLock(deployment.session, stack.name, deployment.lock, report, () => deployStack(deployment, stack, report));
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return untouched(stack, { blockedBy, errors: [error instanceof Error ? error.message : String(error)] });
  }
}
