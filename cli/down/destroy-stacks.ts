import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrap, terraformSteps } from '../bootstrap/bootstrap';
import { inWaves, readManifest, type DeclaredStack } from '../../operations/state/manifest';
import type { StateStore } from '../../operations/state/state-store';
import { synth } from '../deploy/synth';
import { withLock, type LockOptions } from '../locks/project-locks';
import { describeChanges } from '../../operations/terraform/terraform-events';
import { TerraformCli } from '../../operations/terraform/terraform-cli';
import { throwIfInterrupted } from '../../operations/process/interrupt';
import { row } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import { showProgress } from '../terminal/progress';
import { forgetDataVolumes } from '../volumes/forget-volumes';
import type { Session } from '../../operations/session';
import { findLeftovers, removeLeftovers } from './leftovers';

/**
 * Destroys stacks that have a state, in reverse order. What Terraform cannot destroy is left to the removal by label. Of stacks without a configuration, such
 * as those that are no longer declared, nothing says what they depend on: their containers go first, so that networks of the others can be removed.
 */
export async function destroyStacks(session: Session, store: StateStore, names: readonly string[], lock: LockOptions): Promise<void> {
  if (names.length === 0) return;
  await bootstrap(terraformSteps(session));
  const known = await installed(session, names);
  const unknown = names.filter((name) => !known.some((stack) => stack.name === name));
  const removals = unknown.map((name) => ({
    subject: name,
    run: (report: ProgressCallback): Promise<string> => withLock(session, name, lock, report, () => removeContainersOf(session, name)),
  }));
  await showProgress(removals, { keepGoing: true });
  throwIfInterrupted();
  for (const wave of [...inWaves(known)].reverse()) {
    const tasks = wave.map((stack) => ({
      subject: stack.name,
      run: (report: ProgressCallback): Promise<string> =>
        withLock(session, stack.name, lock, report, () => destroy(session, store, stack, report)),
    }));
    await showProgress(tasks, { concurrency: 2, keepGoing: true });
    throwIfInterrupted();
  }
}

/** Forgets stacks of which nothing is left. */
export async function removeStates(store: StateStore, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await store.of(name).remove();
    await store.journalOf(name).end();
    await rm(`${store.session.instance.stateFile(name)}.applied`, { force: true });
  }
}

/** The stacks where Terraform runs, as they were deployed from here, or else as they are declared now. */
async function installed(session: Session, names: readonly string[]): Promise<readonly DeclaredStack[]> {
  const { outputDirectory } = session.workspace;
  const isThere = ({ workingDirectory }: DeclaredStack): boolean => existsSync(join(outputDirectory, workingDirectory, 'cdk.tf.json'));
  const before = (readManifest(outputDirectory) ?? []).filter(isThere);
  if (names.every((name) => before.some((stack) => stack.name === name))) return before.filter(({ name }) => names.includes(name));
  // A project that no longer synthesizes must not keep its containers.
  const synthesis = await synth(session).catch(() => undefined);
  throwIfInterrupted();
  for (const stack of synthesis?.stacks ?? []) {
    if (names.includes(stack.name) && !isThere(stack)) synthesis?.install(session.workspace, stack);
  }
  const declared = new Map([...(synthesis?.stacks ?? []), ...before].map((stack) => [stack.name, stack]));
  return [...declared.values()].filter((stack) => names.includes(stack.name) && isThere(stack));
}

async function removeContainersOf(session: Session, name: string): Promise<string> {
  const { containers } = await findLeftovers(session, [name]);
  await removeLeftovers(session.engine(), { containers, networks: [], volumes: [], dataVolumes: [] }, false);
  return row(name, `not declared: ${String(containers.length)} containers removed by label`);
}

async function destroy(session: Session, store: StateStore, stack: DeclaredStack, report: ProgressCallback): Promise<string> {
  const opened = await store.of(stack.name).open();
  if (opened.problem !== undefined) {
    const leftovers = await findLeftovers(session, [stack.name]);
    await removeLeftovers(session.engine(), leftovers, false);
    return row(stack.name, `its state cannot be read: ${String(leftovers.containers.length)} containers removed by label`);
  }
  const terraform = new TerraformCli(session, join(session.workspace.outputDirectory, stack.workingDirectory), { stack: stack.name });
  await forgetDataVolumes(terraform, opened);
  const { errors, ...changes } = await terraform.destroy(report);
  return errors.length === 0
    ? row(stack.name, describeChanges(changes))
    : row(stack.name, `Terraform could not destroy everything, the rest is removed by label:\n${errors.join('\n')}`);
}
