import { colors } from '../terminal/colors';
import { describeSynth } from '../audit/summary';
import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { deploy } from '../deploy/deploy';
import { hasSucceeded, type StackOutcome } from '../deploy/deploy-stack';
import { select, withDependencies, type DeclaredStack } from '../deploy/manifest';
import { renderFailure } from '../deploy/render-failure';
import { stacksInState } from '../deploy/state';
import { synth, synthOnly } from '../deploy/synth';
import { describeHealth, tenantStatuses, type TenantStatus } from '../status/tenants';
import { formatDuration, row } from '../terminal/format';
import { showProgress } from '../terminal/progress';
import { renderTable } from '../terminal/table';
import { Workspace } from '../workspace';

export interface UpOptions {
  readonly only?: readonly string[];
  readonly json?: boolean;
}

/** Deploys everything that is declared; resolves to the exit code. */
export async function up(options: UpOptions): Promise<number> {
  const began = Date.now();
  const workspace = Workspace.find();
  const progress = { toStandardError: options.json === true };

  await bootstrap(bootstrapSteps(workspace), progress);
  let declared: readonly DeclaredStack[] = [];
  const synthesize = async (): Promise<string> => {
    declared = options.only === undefined ? await synth(workspace) : await synthOnly(workspace, options.only);
    const told = options.only === undefined ? declared : withDependencies(declared, options.only);
    return row('Synth', describeSynth(workspace.outputDirectory, told, new Date().toISOString().slice(0, 10)));
  };
  await showProgress([{ subject: 'Synth', run: synthesize }], progress);
  const names = select(
    declared.map(({ name }) => name),
    options.only,
  );
  const stacks = withDependencies(declared, names);
  const outcomes = await deploy(workspace, stacks, progress);

  const tenants = await tenantStatuses(workspace.instance, names);
  const undeclared = stacksInState(workspace.instance).filter((name) => !declared.some((stack) => stack.name === name));
  const milliseconds = Date.now() - began;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ stacks: outcomes, tenants, undeclared, seconds: Math.round(milliseconds / 1000) }, undefined, 2)}\n`
      : renderResult(outcomes, tenants, undeclared, milliseconds),
  );
  return outcomes.every(hasSucceeded) ? 0 : 1;
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
