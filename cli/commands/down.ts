import { AppEngineError } from '../../constructs/errors';
import { EngineStep } from '../bootstrap/engine';
import { adoptEnvironment } from '../bootstrap/environment';
import { readManifest, select } from '../../operations/state/manifest';
import { LOCAL } from '../../operations/state/backend';
import { StateStore, stateFiles } from '../../operations/state/state-store';
import { States } from '../../operations/state/states';
import { openStore } from '../deploy/open-store';
import { destroyStacks, removeStates } from '../down/destroy-stacks';
import { noteOutcome } from '../events/outcomes';
import { sharedPlaces } from '../../operations/services/shared-servers';
import { dropTasks } from '../down/drop-shares';
import { findLeftovers, isEngineUnused, removeImages, removeLeftovers } from '../down/leftovers';
import { EmbeddedEngine } from '../engine/embedded';
import { lockOptions, stacksToLock } from '../locks/lock-options';
import { withInstallation, withProject, type LockOptions } from '../locks/project-locks';
import { checkOwnership, releaseInstance } from '../ownership/ownership';
import { confirm } from '../terminal/confirm';
import { row } from '../terminal/format';
import { showProgress } from '../terminal/progress';
import type { Session } from '../../operations/session';
import { openSession } from '../session';
import { connect } from '../../operations/engine/connect';

export interface DownOptions {
  readonly only?: readonly string[];
  readonly volumes?: boolean;
  readonly yes?: boolean;
  readonly keepEngine?: boolean;
  readonly takeOver?: boolean;
  readonly wait?: string;
}

/** Removes what `up` made; resolves to the exit code. */
export async function down(options: DownOptions): Promise<number> {
  const session = openSession();
  const includingData = options.volumes === true;
  if (includingData && options.yes !== true && !process.stdin.isTTY) {
    throw new AppEngineError(
      'ConfirmationMissing',
      '--volumes deletes users’ data and there is no terminal to ask on; add --yes to go on without a question',
    );
  }
  const lock = lockOptions('down', options);
  return withProject(session, lock, stacksToLock(session, options.only), () => remove(session, lock, options));
}

async function remove(session: Session, lock: LockOptions, options: DownOptions): Promise<number> {
  const { instance } = session;
  const embedded = new EmbeddedEngine();
  if (!(await reachEngine(embedded))) {
    const stacks = stateFiles(instance);
    if (stacks.length === 0) {
      process.stdout.write('Nothing to remove: no engine answers, and nothing is deployed.\n');
      return 0;
    }
    throw new AppEngineError(
      'EngineMissing',
      `${stacks.join(', ')} are deployed on an engine that does not answer; start it, or if it is gone remove ${instance.directory}`,
    );
  }
  const store = await openStore(session).catch((error: unknown) => {
    // A project that no longer synthesizes must not keep its containers.
    if (error instanceof AppEngineError && error.code === 'SynthFailed') return new StateStore(session, LOCAL, []);
    throw error;
  });
  const shared = { ...lock, isShared: store.isShared };
  const exitCode = await withInstallation(session, shared, stacksToLock(session, options.only), () =>
    removeStacks(session, store, shared, options),
  );
  if (exitCode === 0 && options.only === undefined && options.keepEngine !== true && process.env.DOCKER_HOST === embedded.host) {
    await showProgress([{ subject: 'Embedded engine', run: () => stopIfUnused(embedded, options.volumes === true) }]);
  }
  return exitCode;
}

async function removeStacks(session: Session, store: StateStore, lock: LockOptions, options: DownOptions): Promise<number> {
  const includingData = options.volumes === true;
  const states = await States.read(store);
  await checkOwnership(session, { store, states }, { takesOver: options.takeOver === true });
  const declared = (readManifest(session.workspace.outputDirectory) ?? []).map(({ name }) => name);
  select([...new Set([...states.stacks, ...declared])], options.only);
  const { dataVolumes } = await findLeftovers(session, options.only);
  const targets = states.stacks.filter((name) => options.only?.includes(name) ?? true);
  const shared = sharedPlaces(states, targets);
  const databases = shared.length === 0 ? '' : `, and what is on shared servers of ${shared.join(', ')}`;
  const question = `This deletes ${String(dataVolumes.length)} data volumes for good: ${dataVolumes.join(', ') || '(none)'}${databases}.`;
  if (includingData && options.yes !== true && !(await confirm(question))) {
    process.stdout.write('Nothing was removed.\n');
    return 1;
  }

  await destroyStacks(session, store, targets, lock);
  if (includingData && options.only !== undefined) await showProgress(dropTasks(session, options.only, shared));
  await showProgress([{ subject: 'Leftovers', run: () => removeAllLeftovers(session, options.only, includingData) }]);
  await removeStates(store, targets);
  noteOutcome(`removed ${targets.join(', ') || 'nothing'}${includingData ? ', and its data' : ''}`);
  await releaseInstance(session, store, states.stackWithId);
  return 0;
}

/** The embedded engine may be stopped and hold something of ours all the same. */
async function reachEngine(embedded: EmbeddedEngine): Promise<boolean> {
  const step = new EngineStep(embedded);
  let finding = await step.check();
  if (!finding.found && embedded.exists && process.getuid?.() === 0) {
    await showProgress([
      {
        subject: 'Embedded engine',
        run: async () => embedded.start().then(() => row('Embedded engine', 'started, to look what is left on it')),
      },
    ]);
    finding = await step.check();
  }
  adoptEnvironment(finding.environment);
  return finding.found;
}

async function removeAllLeftovers(session: Session, only: readonly string[] | undefined, includingData: boolean): Promise<string> {
  const leftovers = await findLeftovers(session, only);
  await removeLeftovers(session.engine(), leftovers, includingData);
  const images = await removeImages(session, only);
  const volumes = leftovers.volumes.length + (includingData ? leftovers.dataVolumes.length : 0);
  const removed = `${String(leftovers.containers.length)} containers, ${String(leftovers.networks.length)} networks, ${String(volumes)} volumes, ${String(images)} images removed`;
  const kept =
    includingData || leftovers.dataVolumes.length === 0
      ? ''
      : `; ${String(leftovers.dataVolumes.length)} data volumes kept (down --volumes removes them)`;
  return row('Leftovers', `${removed}${kept}`);
}

async function stopIfUnused(embedded: EmbeddedEngine, includingData: boolean): Promise<string> {
  if (!(await isEngineUnused(connect(embedded.host, { environment: process.env }))))
    return row('Embedded engine', 'still in use, left running');
  await embedded.stop();
  if (!includingData) return row('Embedded engine', 'stopped: nothing is left on it');
  await embedded.removeData();
  return row('Embedded engine', 'stopped, and its directory removed: nothing is left on it');
}
