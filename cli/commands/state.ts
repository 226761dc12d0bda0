import { join } from 'node:path';
import { bootstrap, environmentSteps } from '../bootstrap/bootstrap';
import { select } from '../state/manifest';
import { stateFile, unreadableStates } from '../state/state';
import { synth } from '../deploy/synth';
import { TerraformStack } from '../terraform/terraform-stack';
import { lockOptions } from '../locks/lock-options';
import { withProject } from '../locks/project-locks';
import { Reconciliation } from '../reconcile/reconciliation';
import { row } from '../terminal/format';
import { showProgress } from '../terminal/progress';
import { Workspace } from '../workspace';

/** A stack whose state was brought back. */
interface Repaired {
  readonly name: string;
  readonly file: string;
  /** Names of containers, networks, volumes and images that were found on the engine. */
  readonly found: readonly string[];
}

/**
 * Brings back the state of stacks: from its backup, and what that does not know from the engine, as far as it is what the project declares.
 * @param names stacks. @default those whose state cannot be read
 * @returns the exit code
 */
export async function repairState(names: readonly string[], options: { readonly json?: boolean }): Promise<number> {
  const workspace = Workspace.find();
  return withProject(workspace, lockOptions('state repair', {}), undefined, () => repairAll(workspace, names, options));
}

async function repairAll(workspace: Workspace, names: readonly string[], options: { readonly json?: boolean }): Promise<number> {
  const { instance } = workspace;
  const progress = { toStandardError: options.json === true };
  await bootstrap(environmentSteps(workspace), progress);
  const declared = await synth(workspace);
  const wanted = select(
    declared.map(({ name }) => name),
    names.length > 0 ? names : unreadableStates(instance),
  );
  const repaired: Repaired[] = [];
  const tasks = declared
    .filter(({ name }) => wanted.includes(name))
    .map(({ name, workingDirectory }) => ({
      subject: name,
      run: async (): Promise<string> => {
        const directory = join(workspace.outputDirectory, workingDirectory);
        const found = await new Reconciliation(instance, name, directory, new TerraformStack(directory)).repair();
        repaired.push({ name, file: stateFile(instance, name).path, found });
        return row(name, `${String(found.length)} resources found again on the engine`);
      },
    }));
  await showProgress(tasks, progress);
  if (options.json === true) process.stdout.write(`${JSON.stringify({ repaired }, undefined, 2)}\n`);
  else process.stdout.write(repaired.length === 0 ? 'Every state can be read.\n' : '\n  Next: npx appengine up\n');
  return 0;
}
