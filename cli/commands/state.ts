import { bootstrap, environmentSteps } from '../bootstrap/bootstrap';
import { checkMigrated, migrateStates, sourceOf, type MovedState } from '../deploy/migration';
import { storeOf } from '../deploy/open-store';
import { synth } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import { lockOptions } from '../locks/lock-options';
import { withInstallation, withProject } from '../locks/project-locks';
import { installationId, rememberId, stackWithId } from '../ownership/installation-id';
import { checkOwnership, claimInstance, projectId } from '../ownership/ownership';
import { Reconciliation } from '../reconcile/reconciliation';
import { select } from '../../operations/state/manifest';
import type { StateStore } from '../../operations/state/state-store';
import { States } from '../../operations/state/states';
import { row } from '../terminal/format';
import { showProgress } from '../terminal/progress';
import { TerraformCli } from '../../operations/terraform/terraform-cli';
import type { Session } from '../../operations/session';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';

/** A stack whose state was brought back. */
interface Repaired {
  readonly name: string;
  readonly file: string;
  /** Names of containers, networks, volumes and images that were found on the engine. */
  readonly found: readonly string[];
}

interface StateOptions {
  readonly json?: boolean;
  readonly wait?: string;
}

/** Requirements of a command that changes states. */
interface Opened {
  readonly session: Session;
  readonly synthesis: Synthesis;
  readonly store: StateStore;
}

/**
 * Brings back the state of stacks: from its backup, and what that does not know from the engine, as far as it is what the project declares.
 * @param names stacks. @default those whose state cannot be read, or is gone
 * @returns the exit code
 */
export function repairState(names: readonly string[], options: StateOptions): Promise<number> {
  return withStates('state repair', options, (opened) => repairAll(opened, names, options));
}

/** Moves the states of this checkout to the backend that its program declares; resolves to the exit code. */
export function migrateState(options: StateOptions): Promise<number> {
  return withStates('state migrate', options, (opened) => migrateAll(opened, options));
}

/** Runs `work` as the only command that changes the installation. */
async function withStates(command: string, options: StateOptions, work: (opened: Opened) => Promise<number>): Promise<number> {
  const session = openSession();
  const lock = lockOptions(command, options);
  return withProject(session, lock, undefined, async () => {
    await bootstrap(environmentSteps(session), { toStandardError: options.json === true });
    const synthesis = await synth(session);
    const store = storeOf(session, synthesis);
    const shared = { ...lock, isShared: store.isShared };
    return withInstallation(session, shared, undefined, () => work({ session, synthesis, store }));
  });
}

async function repairAll({ session, synthesis, store }: Opened, names: readonly string[], options: StateOptions): Promise<number> {
  const states = await States.read(store);
  await checkMigrated(session, store, projectId(session), installationId(states));
  await checkOwnership(session, { store, states });
  await synthesis.publish(session.workspace);
  const wanted = select(
    synthesis.stacks.map(({ name }) => name),
    names.length > 0 ? names : states.unreadable,
  );
  const repaired: Repaired[] = [];
  const tasks = synthesis.stacks
    .filter(({ name }) => wanted.includes(name))
    .map((stack) => ({
      subject: stack.name,
      run: async (): Promise<string> => {
        const directory = synthesis.install(session.workspace, stack);
        const terraform = new TerraformCli(session, directory, { stack: stack.name });
        const found = await new Reconciliation(store, stack.name, directory, terraform).repair();
        repaired.push({ name: stack.name, file: store.of(stack.name).place, found });
        return row(stack.name, `${String(found.length)} resources found again on the engine`);
      },
    }));
  await showProgress(tasks, { toStandardError: options.json === true });
  tellResult(options, { repaired }, () => (repaired.length === 0 ? 'Every state can be read.\n' : '\n  Next: npx appengine up\n'));
  return 0;
}

async function migrateAll({ session, synthesis, store }: Opened, options: StateOptions): Promise<number> {
  const moved: MovedState[] = [];
  const run = async (): Promise<string> => {
    const source = sourceOf(session, store);
    if (source !== undefined) {
      const states = await States.read(source);
      await checkOwnership(session, { store: source, states });
      moved.push(...(await migrateStates(source, states, store)));
    }
    const states = await States.read(store);
    const id = await claimInstance(session, { store, states });
    const stack = stackWithId(synthesis.directory, synthesis.stacks);
    if (stack !== undefined && installationId(states) === undefined) await rememberId(store, stack, id);
    await synthesis.publish(session.workspace);
    return row('States', `${String(moved.length)} moved`);
  };
  await showProgress([{ subject: 'States', run }], { toStandardError: options.json === true });
  tellResult(options, { moved }, () =>
    [...moved.map(({ stack, from, to }) => `  ${stack}: ${from} → ${to}\n`), '\n  Next: npx appengine up\n'].join(''),
  );
  return 0;
}
