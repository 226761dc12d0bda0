import { DEFAULT_WAIT_SECONDS, type LockOptions } from '../locks/project-locks';
import { isInterrupted, throwIfInterrupted } from '../../operations/process/interrupt';
import { renewAuthorities } from '../certificates/renew-authorities';
import { describeMendings } from '../reconcile/mending';
import { Reconciliation } from '../reconcile/reconciliation';
import { removeOutdatedImages } from '../../operations/disk/outdated-images';
import type { AppStatus } from '../../operations/status/app-status';
import { describeHealth, tenantStatuses } from '../../operations/status/tenants';
import { row } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import { forgetDataVolumes } from '../volumes/forget-volumes';
import type { Session } from '../../operations/session';
import type { DeclaredStack } from '../../operations/state/manifest';
import type { StackState } from '../../operations/state/stack-state';
import type { StateStore } from '../../operations/state/state-store';
import { States } from '../../operations/state/states';
import { EMPTY_STATE } from '../../operations/state/terraform-state';
import { endLeftoverProcesses } from '../../operations/terraform/leftover-processes';
import { describeChanges, type ChangeCount } from '../../operations/terraform/terraform-events';
import { TerraformCli } from '../../operations/terraform/terraform-cli';
import type { Synthesis } from './synthesis';

/** How the deployment of one stack went. */
export interface StackOutcome extends ChangeCount {
  readonly name: string;
  /** Names of failed stacks that it depends on: it was not tried. */
  readonly blockedBy: readonly string[];
  /** Empty if it worked. */
  readonly errors: readonly string[];
  /** After an error: what answers requests all the same, such as `shop generation 41aa, 2/2 healthy`. */
  readonly stillServing: readonly string[];
  /** Differences from the state that were set right: a line a kind. */
  readonly mended: readonly string[];
  /** Names of images of earlier releases that were removed. */
  readonly removedImages: readonly string[];
}

/** Subject of a deploy, and how it waits for others. */
export interface Deployment {
  readonly session: Session;
  readonly synthesis: Synthesis;
  readonly store: StateStore;
  /** How it waits for others. */
  readonly lock: LockOptions;
}

/** Applies one stack, unless the last apply was of the same configuration and all is as it left it. */
export async function deployStack(
  { session, synthesis, store, lock }: Deployment,
  stack: DeclaredStack,
  report: ProgressCallback,
): Promise<StackOutcome> {
  const directory = synthesis.install(session.workspace, stack);
  const wait = lock.wait ?? DEFAULT_WAIT_SECONDS;
  const terraform = new TerraformCli(session, directory, { stack: stack.name, wait });
  const journal = store.journalOf(stack.name);
  await endLeftoverProcesses(journal.processGroup, report);
  const stored = store.of(stack.name);
  const opened = await stored.open();
  // A database locks all states that it does not know yet as one, and other stacks are deployed for the first time meanwhile.
  if (store.isShared && !opened.isStored) await stored.write(EMPTY_STATE);
  await forgetDataVolumes(terraform, opened);
  if (store.isShared && (await journal.isOpen())) await tellLock(stored, stack.name, wait, report);
  report('comparing with the engine');
  const reconciliation = new Reconciliation(store, stack.name, directory, terraform);
  const isUpToDate = await reconciliation.before();
  if (isUpToDate) return await renewed(session, outcomeOf(stack.name, NO_CHANGES, []));

  await journal.begin();
  const { errors, isCutOff, ...changes } = await terraform.apply(report, {
    onStart: (processGroup) => {
      journal.recordProcessGroup(processGroup);
    },
  });
  if (errors.length === 0 && !isInterrupted()) {
    const state = await reconciliation.afterSuccess();
    await journal.end();
    const removedImages = await removeOutdatedImages(session, state);
    return await renewed(session, { ...outcomeOf(stack.name, changes, describeMendings(reconciliation.mended)), removedImages });
  }
  // docs/decisions/006: what served before is current again.
  if (isCutOff) await endLeftoverProcesses(journal.processGroup, report);
  report('giving the place back to what served before');
  const { gone, unsettled } = await reconciliation.afterFailure(isCutOff).then(
    (names) => ({ gone: names, unsettled: [] }),
    (error: unknown) => ({ gone: [], unsettled: [error instanceof Error ? error.message : String(error)] }),
  );
  // What could not be put in order now is the first thing that the next deploy does.
  if (unsettled.length === 0) await journal.end();
  throwIfInterrupted();
  const stillServing = await serving(store, stack.name);
  return {
    ...outcomeOf(stack.name, changes, describeMendings(reconciliation.mended)),
    errors: [...errors.map((error) => withoutPromises(error, gone)), ...unsettled],
    stillServing,
  };
}

/** The health gate's words about a container that it has set aside, which hold for the latest of an app alone. */
export function withoutPromises(error: string, gone: readonly string[]): string {
  return gone.reduce((text, name) => text.replaceAll(`kept, stopped, as ${name}`, 'removed: that of another replica is kept'), error);
}

/** With what time alone has made due. */
async function renewed(session: Session, outcome: StackOutcome): Promise<StackOutcome> {
  try {
    return { ...outcome, mended: [...outcome.mended, ...describeMendings(await renewAuthorities(session, outcome.name))] };
  } catch (error) {
    return { ...outcome, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/** After a deploy that was cut off: some backends keep the lock of a Terraform that was killed. */
async function tellLock(stored: StackState, stack: string, wait: number, report: ProgressCallback): Promise<void> {
  const lock = await stored.lock();
  if (lock === undefined) return;
  const holder = lock.holder ?? 'another Terraform';
  report(`waiting for ${holder}, for ${String(wait)} s at most; if that was killed: npx appengine state unlock ${stack}`);
}

const NO_CHANGES: ChangeCount = { add: 0, change: 0, remove: 0 };

function outcomeOf(name: string, { add, change, remove }: ChangeCount, mended: readonly string[]): StackOutcome {
  return { name, add, change, remove, blockedBy: [], errors: [], stillServing: [], mended, removedImages: [] };
}

/** `acme    14 created      shop 2/2 healthy, worker 1/1 healthy`. */
export async function describeOutcome(store: StateStore, outcome: StackOutcome): Promise<string> {
  const health = (await appsOf(store, outcome.name)).map((app) => `${app.name} ${describeHealth(app)}`).join(', ');
  const first = row(outcome.name, `${describeChanges(outcome).padEnd(28)}  ${health}`);
  const { length: removed } = outcome.removedImages;
  const cleaned = removed === 0 ? [] : [`images of earlier releases removed: ${String(removed)}`];
  return [first, ...[...outcome.mended, ...cleaned].map((line) => `    ${line}`)].join('\n');
}

async function serving(store: StateStore, stack: string): Promise<readonly string[]> {
  return (await appsOf(store, stack))
    .filter(({ healthy }) => healthy > 0)
    .map((app) => `${app.name} generation ${app.generation}, ${describeHealth(app)}`);
}

async function appsOf(store: StateStore, stack: string): Promise<readonly AppStatus[]> {
  const [tenant] = await tenantStatuses(store.session, await States.read(store, [stack]));
  return tenant?.apps ?? [];
}

/** Nothing of it was changed. */
export function untouched(stack: DeclaredStack, reason: Pick<StackOutcome, 'blockedBy' | 'errors'>): StackOutcome {
  return { name: stack.name, add: 0, change: 0, remove: 0, stillServing: [], mended: [], removedImages: [], ...reason };
}

export function hasSucceeded({ blockedBy, errors }: StackOutcome): boolean {
  return blockedBy.length + errors.length === 0;
}
