import { throwIfInterrupted } from '../process/interrupt';
import { row } from '../terminal/format';
import { showProgress, type ProgressOptions } from '../terminal/progress';
import type { Workspace } from '../workspace';
import { deployStack, describeOutcome, type StackOutcome } from './deploy-stack';
import { inWaves, type DeclaredStack } from './manifest';

/** More at a time are slower on the two cores of a small host. */
const CONCURRENCY = 2;

/** Applies stacks, each after the ones it depends on. A stack that fails stops only those that depend on it. */
export async function deploy(workspace: Workspace, stacks: readonly DeclaredStack[], options: ProgressOptions = {}): Promise<readonly StackOutcome[]> {
  const outcomes = new Map<string, StackOutcome>();
  for (const wave of inWaves(stacks)) {
    const tasks = wave.map((stack) => ({
      subject: stack.name,
      run: async (report: (activity: string) => void): Promise<string> => {
        const failed = stack.dependencies.filter((name) => (outcomes.get(name)?.errors.length ?? 0) > 0);
        const outcome =
          failed.length === 0
            ? await deployStack(workspace, stack, report).catch((error: unknown) => brokenOff(stack, error))
            : brokenOff(stack, new Error(`not deployed, because it depends on ${failed.join(', ')}`));
        outcomes.set(stack.name, outcome);
        throwIfInterrupted();
        if (outcome.errors.length > 0) throw new StackFailed(row(stack.name, 'failed, see below'));
        return describeOutcome(workspace, outcome);
      },
    }));
    await showProgress(tasks, { ...options, concurrency: CONCURRENCY, keepGoing: true });
    throwIfInterrupted();
  }
  return [...outcomes.values()];
}

/** Marks the line of a stack as failed; the reason is in its outcome. */
class StackFailed extends Error {}

function brokenOff(stack: DeclaredStack, error: unknown): StackOutcome {
  const message = error instanceof Error ? error.message : String(error);
  return { name: stack.name, add: 0, change: 0, remove: 0, errors: [message], stillServing: [] };
}
