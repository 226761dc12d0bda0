import { join } from 'node:path';
import { findReplicas } from '../status/replicas';
import { byGeneration } from '../status/app-status';
import { describeHealth, tenantStatuses } from '../status/tenants';
import { row } from '../terminal/format';
import type { Report } from '../terminal/progress';
import type { Workspace } from '../workspace';
import type { DeclaredStack } from './manifest';
import { describeChanges, type ChangeCount } from './terraform-events';
import { TerraformStack } from './terraform-stack';

/** How the deployment of one stack went. */
export interface StackOutcome extends ChangeCount {
  readonly name: string;
  /** Empty if it worked. */
  readonly errors: readonly string[];
  /** After an error: what answers requests all the same, such as `shop generation 41aa, 2/2 healthy`. */
  readonly stillServing: readonly string[];
}

export async function deployStack(workspace: Workspace, stack: DeclaredStack, report: Report): Promise<StackOutcome> {
  const { errors, ...changes } = await new TerraformStack(join(workspace.outputDirectory, stack.workingDirectory)).apply(report);
  const stillServing = errors.length === 0 ? [] : await serving(workspace, stack.name);
  return { name: stack.name, ...changes, errors, stillServing };
}

/** `acme    14 created      shop 2/2 healthy, worker 1/1 healthy`. */
export async function describeOutcome(workspace: Workspace, outcome: StackOutcome): Promise<string> {
  const tenant = (await tenantStatuses(workspace.instance)).find(({ name }) => name === outcome.name);
  const health = (tenant?.apps ?? []).map((app) => `${app.name} ${describeHealth(app)}`).join(', ');
  return row(outcome.name, `${describeChanges(outcome).padEnd(28)}  ${health}`);
}

async function serving(workspace: Workspace, tenant: string): Promise<readonly string[]> {
  return byGeneration(await findReplicas(workspace.instance, tenant))
    .filter(({ healthy }) => healthy > 0)
    .map(({ app, generation, healthy, total }) => `${app} generation ${generation}, ${healthy}/${total} healthy`);
}
