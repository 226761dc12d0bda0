import { colors } from '../terminal/colors';
import { describeSynth } from '../audit/summary';
import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { deploy } from '../deploy/deploy';
import { hasSucceeded, type StackOutcome } from '../deploy/deploy-stack';
import { select, withDependencies, type DeclaredStack } from '../state/manifest';
import { renderFailure } from '../deploy/render-failure';
import { stacksInState } from '../state/state';
import { stateProblems } from '../state/state-problems';
import { synth, synthOnly } from '../deploy/synth';
import { removeUndeclared } from '../down/remove-undeclared';
import { describeMove, hostMoves, receiversOf, type HostMove, type HostsByStack } from '../hosts/host-moves';
import { declaredHosts, deployedHosts } from '../hosts/hosts-of-stacks';
import { lockOptions, stacksToLock } from '../locks/lock-options';
import { withProject, withSynth, type LockOptions } from '../locks/project-locks';
import { claimInstance } from '../ownership/ownership';
import { describeHealth, tenantStatuses, type TenantStatus } from '../status/tenants';
import { formatDuration, row } from '../terminal/format';
import { showProgress, type ProgressOptions } from '../terminal/progress';
import { renderTable } from '../terminal/table';
import { describeKept, keptVolumes } from '../volumes/kept-volumes';
import { Workspace } from '../workspace';

export interface UpOptions {
  readonly only?: readonly string[];
  readonly json?: boolean;
  readonly removeUndeclared?: boolean;
  readonly takeOver?: boolean;
  readonly wait?: string;
}

/** Deploys everything that is declared; resolves to the exit code. */
export async function up(options: UpOptions): Promise<number> {
  const workspace = Workspace.find();
  const lock = lockOptions('up', options);
  return withProject(workspace, lock, stacksToLock(workspace, options.only), () => deployAll(workspace, lock, options));
}

async function deployAll(workspace: Workspace, lock: LockOptions, options: UpOptions): Promise<number> {
  const began = Date.now();
  const progress = { toStandardError: options.json === true };

  await bootstrap(bootstrapSteps(workspace), progress);
  await claimInstance(workspace, { takesOver: options.takeOver === true });
  let declared: readonly DeclaredStack[] = [];
  let hosts: HostsByStack = new Map();
  const synthesize = async (): Promise<string> => {
    declared = options.only === undefined ? await synth(workspace) : await synthOnly(workspace, options.only);
    hosts = declaredHosts(workspace.outputDirectory, declared);
    const shown = options.only === undefined ? declared : withDependencies(declared, options.only);
    return row('Synth', describeSynth(workspace.outputDirectory, shown, new Date().toISOString().slice(0, 10)));
  };
  await showProgress([{ subject: 'Synth', run: () => withSynth(workspace, lock, synthesize) }], progress);
  const names = select(
    declared.map(({ name }) => name),
    options.only,
  );
  const stacks = withDependencies(declared, names);
  const moves = hostMoves({
    declared: hosts,
    deployed: deployedHosts(workspace.instance),
    applied: stacks.map(({ name }) => name),
    removesUndeclared: options.removeUndeclared === true,
  });
  tellMoves(moves, progress);
  const outcomes = await deploy(workspace, afterReceivers(stacks, moves), lock, progress);

  const failed = outcomes.filter((outcome) => !hasSucceeded(outcome)).map(({ name }) => name);
  if (options.removeUndeclared === true) {
    // One whose hosts did not arrive goes on serving them.
    const removable = undeclaredOf(workspace, declared).filter((name) => !receiversOf(moves, name).some((stack) => failed.includes(stack)));
    await removeUndeclared(workspace, removable, lock, progress);
  }
  const tenants = await tenantStatuses(workspace.instance, names);
  const undeclared = undeclaredOf(workspace, declared);
  for (const problem of await stateProblems(workspace.instance)) process.stderr.write(`${problem}\n`);
  const kept = await keptVolumes(workspace.instance, names);
  const milliseconds = Date.now() - began;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ stacks: outcomes, tenants, undeclared, kept, seconds: Math.round(milliseconds / 1000) }, undefined, 2)}\n`
      : `${renderResult(outcomes, tenants, undeclared, milliseconds)}${describeKept(kept)}`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** Stacks that are deployed and not declared. */
function undeclaredOf({ instance }: Workspace, declared: readonly DeclaredStack[]): readonly string[] {
  return stacksInState(instance).filter((name) => !declared.some((stack) => stack.name === name));
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
  const strays = undeclared.map(
    (name) => `  ${colors.yellow('!')} ${name} is deployed but no longer declared; remove it with: npx appengine down --only ${name}`,
  );
  const next = `  ${formatDuration(milliseconds)}.  Next: edit a file in tenants/ and run it again · npx appengine status · npx appengine audit`;
  return [
    '',
    ...failures.flatMap((failure) => [failure, '']),
    ...(apps.length === 0 ? [] : [renderTable(apps), '']),
    ...strays,
    next,
    '',
  ].join('\n');
}
