import { join } from 'node:path';
import { bootstrap, terraformSteps } from '../bootstrap/bootstrap';
import { inWaves, readManifest, type DeclaredStack } from '../state/manifest';
import { stateFile } from '../state/state';
import { synth } from '../deploy/synth';
import { describeChanges } from '../terraform/terraform-events';
import { TerraformStack } from '../terraform/terraform-stack';
import { throwIfInterrupted } from '../process/interrupt';
import { row } from '../terminal/format';
import { showProgress, type Report } from '../terminal/progress';
import { forgetDataVolumes } from '../volumes/forget-volumes';
import type { Workspace } from '../workspace';
import { findLeftovers, removeLeftovers } from './leftovers';

/** Destroys stacks that have a state, in reverse order. What Terraform cannot destroy is left to the removal by label. */
export async function destroyStacks(workspace: Workspace, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await bootstrap(terraformSteps(workspace));
  // A project that no longer synthesizes must not keep its containers.
  const declared = readManifest(workspace.outputDirectory) ?? (await synth(workspace).catch(() => []));
  throwIfInterrupted();
  const known = declared.filter((stack) => names.includes(stack.name));
  for (const wave of [...inWaves(known)].reverse()) {
    const tasks = wave.map((stack) => ({
      subject: stack.name,
      run: (report: Report): Promise<string> => destroy(workspace, stack, report),
    }));
    await showProgress(tasks, { concurrency: 2, keepGoing: true });
    throwIfInterrupted();
  }
}

/** Forgets stacks of which nothing is left. */
export async function removeStates(workspace: Workspace, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await stateFile(workspace.instance, name).remove();
  }
}

async function destroy(workspace: Workspace, stack: DeclaredStack, report: Report): Promise<string> {
  if (stateFile(workspace.instance, stack.name).isUnreadable) {
    const leftovers = await findLeftovers(workspace.instance, [stack.name]);
    await removeLeftovers(leftovers, false);
    return row(stack.name, `its state cannot be read: ${String(leftovers.containers.length)} containers removed by label`);
  }
  const terraform = new TerraformStack(join(workspace.outputDirectory, stack.workingDirectory));
  await forgetDataVolumes(terraform, workspace.instance, stack.name);
  const { errors, ...changes } = await terraform.destroy(report);
  return errors.length === 0
    ? row(stack.name, describeChanges(changes))
    : row(stack.name, `Terraform could not destroy everything, the rest is removed by label:\n${errors.join('\n')}`);
}
