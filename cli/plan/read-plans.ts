import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { comparedStack, plannedStack, type PlannedStack } from '../../operations/plan/stack/planned-stack';
import { bounded } from '../../operations/process/bounded';
import type { Session } from '../../operations/session';
import { inWaves, readManifest, select, withDependencies, type DeclaredStack } from '../../operations/state/manifest';
import { stateProblems } from '../../operations/state/state-problems';
import { States } from '../../operations/state/states';
import { TerraformCli } from '../../operations/terraform/terraform-cli';
import { readStack } from '../audit/stacks';
import { bootstrap, terraformSteps } from '../bootstrap/bootstrap';
import { useEngine } from '../bootstrap/engine';
import { storeOf } from '../deploy/open-store';
import { synth, type SynthOptions } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import { row } from '../terminal/format';
import { withLine } from '../terminal/progress';

/** Plans of stacks, and what is deployed beside them. */
export interface ReadPlans {
  readonly stacks: readonly PlannedStack[];
  /** Stacks that are deployed and not declared. */
  readonly undeclared: readonly string[];
}

/** Plans at a time: more are slower on the two cores of a small host. */
const PLANS = 2;
/** Progress is never in the way of a result. */
const PROGRESS = { toStandardError: true };

/**
 * Plans stacks as an apply would find them. Changes nothing, and takes no lock: an apply that runs meanwhile may make it untrue.
 * @param only names of stacks. @default all
 * @throws AppEngineError EngineMissing, SynthFailed, StackUnknown, PlanFailed
 */
export async function plansOfDeployed(session: Session, only?: readonly string[]): Promise<ReadPlans> {
  await useEngine();
  await bootstrap(terraformSteps(session), PROGRESS);
  const synthesis = await synthesized(session, { inPlace: true });
  const { stacks: declared } = synthesis;
  const names = select(
    declared.map(({ name }) => name),
    only,
  );
  const store = storeOf(session, synthesis);
  const states = await States.read(store);
  for (const problem of await stateProblems(store, states)) process.stderr.write(`${problem}\n`);
  const stacks = await planned(session, synthesis, inWaves(withDependencies(declared, names)).flat());
  return { stacks, undeclared: states.undeclared(declared.map(({ name }) => name)) };
}

/**
 * Compares what is declared with what was synthesized elsewhere, such as from the branch that a change goes to. Needs no engine and no state.
 * @throws AppEngineError PlanBaseMissing, SynthFailed, StackUnknown
 */
export async function plansAgainst(session: Session, directory: string, only?: readonly string[]): Promise<ReadPlans> {
  const base = readManifest(directory);
  if (base === undefined) {
    throw new AppEngineError(
      'PlanBaseMissing',
      `${directory} has no manifest.json, which every synth writes; name the output directory of one, such as ../main/cdktf.out after npx cdktf synth there`,
    );
  }
  const synthesis = await synthesized(session);
  const { stacks: declared } = synthesis;
  const names = select([...new Set([...inWaves(declared).flat(), ...base].map(({ name }) => name))], only);
  const configurationIn = (root: string, stacks: readonly DeclaredStack[], name: string): unknown => {
    const stack = stacks.find((one) => one.name === name);
    const isThere = stack !== undefined && existsSync(join(root, stack.workingDirectory, 'cdk.tf.json'));
    return isThere ? readStack(root, stack).configuration : undefined;
  };
  const stacks = names.map((name) =>
    comparedStack(name, configurationIn(directory, base, name), configurationIn(synthesis.directory, declared, name)),
  );
  return { stacks, undeclared: [] };
}

async function synthesized(session: Session, options: SynthOptions = {}): Promise<Synthesis> {
  return withProgress('Synth', async () => {
    const synthesis = await synth(session, options);
    return [synthesis, `${String(synthesis.stacks.length)} stacks`];
  });
}

function planned(session: Session, { directory: root }: Synthesis, stacks: readonly DeclaredStack[]): Promise<readonly PlannedStack[]> {
  return withProgress('Plan', async (report) => {
    let done = 0;
    const plans = await bounded(stacks, PLANS, async (stack) => {
      report(`${String(done)} of ${String(stacks.length)} stacks`);
      const { directory, configuration } = readStack(root, stack);
      const plan = await new TerraformCli(session, directory, { stack: stack.name }).plan();
      done++;
      return plannedStack(stack.name, plan, configuration);
    });
    return [plans, `${String(plans.length)} stacks`];
  });
}

function withProgress<T>(subject: string, work: (report: (activity: string) => void) => Promise<readonly [T, string]>): Promise<T> {
  return withLine(subject, PROGRESS, async (report) => {
    const [result, line] = await work(report);
    return [result, row(subject, line)];
  });
}
