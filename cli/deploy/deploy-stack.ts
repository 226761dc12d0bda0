import { join } from 'node:path';
import type { AppStatus } from '../status/app-status';
import { describeHealth, tenantStatuses } from '../status/tenants';
import { row } from '../terminal/format';
import type { Report } from '../terminal/progress';
import type { Workspace } from '../workspace';
import type { DeclaredStack } from './manifest';
import { restored } from './restore';
import { readState } from './state';
import { describeChanges, type ChangeCount } from './terraform-events';
import { TerraformStack } from './terraform-stack';
import { removeUnstarted } from './unstarted';

/** How the deployment of one stack went. */
export interface StackOutcome extends ChangeCount {
  readonly name: string;
  /** Names of failed stacks that it depends on: it was not tried. */
  readonly blockedBy: readonly string[];
  /** Empty if it worked. */
  readonly errors: readonly string[];
  /** After an error: what answers requests all the same, such as `shop generation 41aa, 2/2 healthy`. */
  readonly stillServing: readonly string[];
}

export async function deployStack(workspace: Workspace, stack: DeclaredStack, report: Report): Promise<StackOutcome> {
  const terraform = new TerraformStack(join(workspace.outputDirectory, stack.workingDirectory));
  const { errors, ...changes } = await terraform.apply(report);
  if (errors.length === 0) return { name: stack.name, blockedBy: [], ...changes, errors, stillServing: [] };
  const state = readState(workspace.instance, stack.name);
  await removeUnstarted(workspace.instance, state);
  // docs/decisions/006: what serves becomes what the state calls current.
  const corrected = restored(state);
  if (corrected !== undefined) await terraform.push(corrected);
  return { name: stack.name, blockedBy: [], ...changes, errors, stillServing: await serving(workspace, stack.name) };
}

/** `acme    14 created      shop 2/2 healthy, worker 1/1 healthy`. */
export async function describeOutcome(workspace: Workspace, outcome: StackOutcome): Promise<string> {
  const health = (await appsOf(workspace, outcome.name)).map((app) => `${app.name} ${describeHealth(app)}`).join(', ');
  return row(outcome.name, `${describeChanges(outcome).padEnd(28)}  ${health}`);
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
  return { name: stack.name, add: 0, change: 0, remove: 0, stillServing: [], ...reason };
}

export function hasSucceeded({ blockedBy, errors }: StackOutcome): boolean {
  return blockedBy.length + errors.length === 0;
}
