import { join } from 'node:path';
import { isInterrupted, throwIfInterrupted } from '../process/interrupt';
import { describeMendings } from '../reconcile/mending';
import { Reconciliation } from '../reconcile/reconciliation';
import type { AppStatus } from '../status/app-status';
import { describeHealth, tenantStatuses } from '../status/tenants';
import { row } from '../terminal/format';
import type { Report } from '../terminal/progress';
import { forgetDataVolumes } from '../volumes/forget-volumes';
import type { Workspace } from '../workspace';
import type { DeclaredStack } from '../state/manifest';
import { endLeftoverProcesses } from '../terraform/leftover-processes';
import { stateFile } from '../state/state';
import { describeChanges, type ChangeCount } from '../terraform/terraform-events';
import { TerraformStack } from '../terraform/terraform-stack';

/** How the deployment of one stack went. */
export interface StackOutcome extends ChangeCount {
  readonly name: string;
  /** Names of failed stacks that it depends on: it was not tried. */
  readonly blockedBy: readonly string[];
  /** Empty if it worked. */
  readonly errors: readonly string[];
  /** After an error: what answers requests all the same, such as `shop generation 41aa, 2/2 healthy`. */
  readonly stillServing: readonly string[];
  /** What was not as the state said, and is again: a line a kind. */
  readonly mended: readonly string[];
}

/** Applies one stack, unless the last apply was of the same configuration and all is as it left it. */
export async function deployStack(workspace: Workspace, stack: DeclaredStack, report: Report): Promise<StackOutcome> {
  const { instance } = workspace;
  const directory = join(workspace.outputDirectory, stack.workingDirectory);
  const terraform = new TerraformStack(directory);
  const file = stateFile(instance, stack.name);
  await endLeftoverProcesses(file.processGroup, report);
  await forgetDataVolumes(terraform, instance, stack.name);
  report('comparing with the engine');
  const reconciliation = new Reconciliation(instance, stack.name, directory, terraform);
  const isUpToDate = await reconciliation.before();
  if (isUpToDate) return outcomeOf(stack.name, NO_CHANGES, []);

  await file.beginDeployment();
  const { errors, isCutOff, ...changes } = await terraform.apply(report, {
    onStart: (processGroup) => {
      file.recordProcessGroup(processGroup);
    },
  });
  if (errors.length === 0 && !isInterrupted()) {
    await reconciliation.afterSuccess();
    await file.endDeployment();
    return outcomeOf(stack.name, changes, describeMendings(reconciliation.mended));
  }
  // docs/decisions/006: what served before is current again.
  if (isCutOff) await endLeftoverProcesses(file.processGroup, report);
  report('giving the place back to what served before');
  const unsettled = await reconciliation.afterFailure(isCutOff).then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
  // What could not be put in order now is the first thing that the next deploy does.
  if (unsettled.length === 0) await file.endDeployment();
  throwIfInterrupted();
  const stillServing = await serving(workspace, stack.name);
  return { ...outcomeOf(stack.name, changes, describeMendings(reconciliation.mended)), errors: [...errors, ...unsettled], stillServing };
}

const NO_CHANGES: ChangeCount = { add: 0, change: 0, remove: 0 };

function outcomeOf(name: string, { add, change, remove }: ChangeCount, mended: readonly string[]): StackOutcome {
  return { name, add, change, remove, blockedBy: [], errors: [], stillServing: [], mended };
}

/** `acme    14 created      shop 2/2 healthy, worker 1/1 healthy`. */
export async function describeOutcome(workspace: Workspace, outcome: StackOutcome): Promise<string> {
  const health = (await appsOf(workspace, outcome.name)).map((app) => `${app.name} ${describeHealth(app)}`).join(', ');
  const first = row(outcome.name, `${describeChanges(outcome).padEnd(28)}  ${health}`);
  return [first, ...outcome.mended.map((line) => `    ${line}`)].join('\n');
}

async function serving(workspace: Workspace, stack: string): Promise<readonly string[]> {
  return (await appsOf(workspace, stack))
    .filter(({ healthy }) => healthy > 0)
    .map((app) => `${app.name} generation ${app.generation}, ${describeHealth(app)}`);
}

async function appsOf(workspace: Workspace, stack: string): Promise<readonly AppStatus[]> {
  const [tenant] = await tenantStatuses(workspace.instance, [stack]);
  return tenant?.apps ?? [];
}

/** Nothing of it was changed. */
export function untouched(stack: DeclaredStack, reason: Pick<StackOutcome, 'blockedBy' | 'errors'>): StackOutcome {
  return { name: stack.name, add: 0, change: 0, remove: 0, stillServing: [], mended: [], ...reason };
}

export function hasSucceeded({ blockedBy, errors }: StackOutcome): boolean {
  return blockedBy.length + errors.length === 0;
}
