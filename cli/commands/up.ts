import { AppEngineError } from '../../constructs/errors';
import { colors } from '../terminal/colors';
import { describeSynth } from '../audit/summary';
import { bootstrap, bootstrapFor, bootstrapSteps } from '../bootstrap/bootstrap';
import { noteOutcome } from '../events/outcomes';
import { checkTypes } from '../deploy/check-types';
import { deploy } from '../deploy/deploy';
import { hasSucceeded, type Deployment, type StackOutcome } from '../deploy/deploy-stack';
import { storeOf } from '../deploy/open-store';
import { inLockOrder, select, withDependencies, type DeclaredStack } from '../../operations/state/manifest';
import { checkMigrated } from '../deploy/migration';
import { renderFailure } from '../deploy/render-failure';
import { checkReleases } from '../../operations/releases/check-releases';
import { States } from '../../operations/state/states';
import { describeChanges } from '../../operations/terraform/terraform-events';
import { stateProblems } from '../../operations/state/state-problems';
import { synth, synthOnly } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import { removeUndeclared } from '../down/remove-undeclared';
import { describeMove, hostMoves, receiversOf, type HostMove } from '../hosts/host-moves';
import { declaredHosts, deployedHosts } from '../../operations/routes/hosts-of-stacks';
import { lockOptions, stacksToLock } from '../locks/lock-options';
import { withInstallation, withLock, withProject, withSynth, type LockOptions } from '../locks/project-locks';
import { installationId, rememberId, stackWithId } from '../ownership/installation-id';
import { claimInstance, projectId } from '../ownership/ownership';
import { describeHealth, tenantStatuses, type TenantStatus } from '../../operations/status/tenants';
import { hintAtLocalhost } from '../render/localhost-hint';
import { formatDuration, row } from '../terminal/format';
import { pullingWith } from '../render/pulling';
import { showProgress, type ProgressOptions } from '../terminal/progress';
import { renderTable } from '../terminal/table';
import { describeKept, keptVolumes } from '../volumes/kept-volumes';
import type { Session } from '../../operations/session';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';

export interface UpOptions {
  readonly only?: readonly string[];
  readonly json?: boolean;
  readonly removeUndeclared?: boolean;
  readonly takeOver?: boolean;
  readonly wait?: string;
  /** False to run a program whose types are not right. @default true */
  readonly types?: boolean;
}

/** Differences of a command that deploys as a part of itself. */
export interface Variant {
  /** Stacks that are deployed, without those that they depend on. @default what the options say */
  readonly chosen?: Chosen;
  /** Work once that has succeeded; it resolves to what it adds to the document for programs. @default none */
  readonly afterwards?: (states: States, progress: ProgressOptions) => Promise<object>;
}

/** Stacks that a program declares for one command alone. */
export interface Chosen {
  /** As those who wait for it are shown, such as `preview up`. */
  readonly command: string;
  /** Runs the program. */
  synth(session: Session): Promise<Synthesis>;
  /** Names of the stacks to deploy. @throws AppEngineError where there are none */
  names(synthesis: Synthesis): readonly string[];
  /** Before anything is changed. */
  prepare(deployment: Deployment, states: States, progress: ProgressOptions): Promise<void>;
}

/** A deploy, and what is there after it. */
export interface Deployed {
  readonly stacks: readonly StackOutcome[];
  readonly tenants: readonly TenantStatus[];
  readonly undeclared: readonly string[];
  readonly kept: readonly string[];
  /** All states. */
  readonly states: States;
  /** Additions of a command to its document. */
  readonly more: object | undefined;
}

/** Deploys everything that is declared; resolves to the exit code. */
export async function up(options: UpOptions, variant: Variant = {}): Promise<number> {
  const session = openSession();
  const lock = lockOptions(variant.chosen?.command ?? 'up', options);
  // Which those are, the program says.
  const locked = variant.chosen === undefined ? stacksToLock(session, options.only) : [];
  const began = Date.now();
  const {
    states: _states,
    more,
    ...deployed
  } = await withProject(session, lock, locked, async () => {
    await bootstrap(bootstrapSteps(session), { toStandardError: options.json === true });
    return deployAll(session, lock, options, variant);
  });
  const milliseconds = Date.now() - began;
  const { stacks, tenants, undeclared, kept } = deployed;
  const document = { ...deployed, seconds: Math.round(milliseconds / 1000), ...more };
  tellResult(options, document, () => `${renderResult(stacks, tenants, undeclared, milliseconds)}${describeKept(kept)}`);
  return stacks.every(hasSucceeded) ? 0 : 1;
}

/** Deploys a tenant as one step of a command that has the engine already. */
export function deployTenant(
  session: Session,
  tenant: string,
  options: Pick<UpOptions, 'json' | 'types'>,
  lock: LockOptions,
): Promise<Deployed> {
  return withProject(session, lock, [tenant], () => deployAll(session, lock, { ...options, only: [tenant] }, {}));
}

async function deployAll(session: Session, lock: LockOptions, options: UpOptions, variant: Variant): Promise<Deployed> {
  const progress = { toStandardError: options.json === true };
  const { chosen } = variant;
  const synthesis = await synthesize(session, options, progress, chosen);
  await bootstrapFor(session, synthesis.directory, progress);
  const { stacks: declared } = synthesis;
  const names =
    chosen?.names(synthesis) ??
    select(
      declared.map(({ name }) => name),
      options.only,
    );
  const store = storeOf(session, synthesis);
  const deployment = { session, synthesis, store, lock: { ...lock, isShared: store.isShared } };
  const only = options.only === undefined && chosen === undefined ? undefined : inLockOrder(declared, names);
  return withInstallation(session, deployment.lock, only, () => deployDeclared(deployment, names, options, variant));
}

async function synthesize(
  session: Session,
  { only, types = true }: UpOptions,
  progress: ProgressOptions,
  chosen?: Chosen,
): Promise<Synthesis> {
  const made: Synthesis[] = [];
  const runProgram = (): Promise<Synthesis> => {
    if (chosen !== undefined) return chosen.synth(session);
    return only === undefined ? synth(session) : synthOnly(session, only);
  };
  const run = async (): Promise<string> => {
    const [synthesis] = await Promise.all([runProgram(), types && checkTypes(session)]);
    made.push(synthesis);
    const named = chosen?.names(synthesis) ?? only;
    const told = named === undefined ? synthesis.stacks : withDependencies(synthesis.stacks, named);
    return row('Synth', describeSynth(synthesis.directory, told, new Date().toISOString().slice(0, 10)));
  };
  await showProgress([{ subject: 'Synth', run }], progress);
  const [synthesis] = made;
  if (synthesis === undefined) throw new AppEngineError('SynthFailed', 'main.ts was not run; run the command again');
  return synthesis;
}

async function deployDeclared(
  deployment: Deployment,
  names: readonly string[],
  options: UpOptions,
  { chosen, afterwards }: Variant,
): Promise<Deployed> {
  const { session, synthesis, store, lock } = deployment;
  const { stacks: declared } = synthesis;
  const declaredNames = declared.map(({ name }) => name);
  const progress = { toStandardError: options.json === true };
  const before = await States.read(store);
  await checkMigrated(session, store, projectId(session), installationId(before));
  await claim(deployment, before, options.takeOver === true);
  await chosen?.prepare(deployment, before, progress);
  const stacks = chosen === undefined ? withDependencies(declared, names) : declared.filter(({ name }) => names.includes(name));
  await checkReleases(session, synthesis.directory, stacks, pullingWith(progress));
  await withSynth(session, lock, () => synthesis.publish(session.workspace));
  const moves = hostMoves({
    declared: declaredHosts(synthesis.directory, declared),
    deployed: deployedHosts(before),
    applied: stacks.map(({ name }) => name),
    removesUndeclared: options.removeUndeclared === true,
  });
  tellMoves(moves, progress);
  const outcomes = await deploy(deployment, afterReceivers(stacks, moves), progress);

  for (const outcome of outcomes) noteOutcome(describeOutcome(outcome));
  const failed = outcomes.filter((outcome) => !hasSucceeded(outcome)).map(({ name }) => name);
  if (options.removeUndeclared === true) {
    // One whose hosts did not arrive goes on serving them.
    const removable = before.undeclared(declaredNames).filter((name) => !receiversOf(moves, name).some((stack) => failed.includes(stack)));
    await removeUndeclared(session, store, removable, lock, progress);
  }
  const after = await States.read(store);
  const tenants = await tenantStatuses(session, after, names);
  const undeclared = after.undeclared(declaredNames);
  for (const problem of await stateProblems(store, after)) process.stderr.write(`${problem}\n`);
  const kept = await keptVolumes(session, after, names);
  const more = failed.length === 0 ? await afterwards?.(after, progress) : undefined;
  return { stacks: outcomes, tenants, undeclared, kept, states: after, more };
}

/** As the trail of events has it: errors may say too much of what is in there. */
function describeOutcome(outcome: StackOutcome): string {
  const { name, blockedBy, errors } = outcome;
  if (blockedBy.length > 0) return `${name}: not tried, it comes after ${blockedBy.join(', ')}`;
  return `${name}: ${errors.length > 0 ? 'failed' : describeChanges(outcome)}`;
}

/** Makes sure that the installation is this project's, and that its states say so. */
async function claim({ session, synthesis, store, lock }: Deployment, states: States, takesOver: boolean): Promise<void> {
  const id = await claimInstance(session, { store, states }, { takesOver });
  const stack = stackWithId(synthesis.directory, synthesis.stacks);
  if (stack === undefined || installationId(states) !== undefined) return;
  await withLock(
    session,
    stack,
    lock,
    () => undefined,
    () => rememberId(store, stack, id),
  );
}

/** A stack that gives hosts away comes after those that get them: for a moment both answer, and never none. */
function afterReceivers(stacks: readonly DeclaredStack[], moves: readonly HostMove[]): readonly DeclaredStack[] {
  return stacks.map((stack) => ({ ...stack, dependencies: [...stack.dependencies, ...receiversOf(moves, stack.name)] }));
}

function tellMoves(moves: readonly HostMove[], { toStandardError }: ProgressOptions): void {
  const stream = toStandardError === true ? process.stderr : process.stdout;
  for (const move of moves) stream.write(`  → ${describeMove(move)}, which is deployed first\n`);
}

function renderResult(
  outcomes: readonly StackOutcome[],
  tenants: readonly TenantStatus[],
  undeclared: readonly string[],
  milliseconds: number,
): string {
  const failures = outcomes.filter(({ errors }) => errors.length > 0).map(renderFailure);
  const apps = tenants.flatMap(({ name, apps }) =>
    apps.flatMap((app) => (app.urls.length === 0 ? ['—'] : app.urls).map((url) => [name, app.name, url, describeHealth(app)])),
  );
  const urls = tenants.flatMap(({ apps }) => apps.flatMap((app) => app.urls));
  const undeclaredStacks = undeclared.map(
    (name) => `  ${colors.yellow('!')} ${name} is deployed but no longer declared; remove it with: npx appengine down --only ${name}`,
  );
  const next = `  ${formatDuration(milliseconds)}.  Next: edit a file in tenants/ and run it again · npx appengine status · npx appengine audit`;
  return [
    '',
    ...failures.flatMap((failure) => [failure, '']),
    ...(apps.length === 0 ? [] : [renderTable(apps), '', ...hintAtLocalhost(urls)]),
    ...undeclaredStacks,
    next,
    '',
  ].join('\n');
}
