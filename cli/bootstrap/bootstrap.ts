import { AppEngineError } from '../../constructs/errors';
import { EmbeddedEngine } from '../engine/embedded';
import { row } from '../terminal/format';
import { showProgress, type ProgressOptions } from '../terminal/progress';
import type { Session } from '../../operations/session';
import { RootImage } from '../../constructs/image/root-image';
import { EngineStep } from './engine';
import { adoptEnvironment } from './environment';
import { optionalImagesNamedBelow } from './optional-images';
import { ProviderStep } from './provider';
import { RootImagesStep } from './root-images';
import type { Step } from './step';
import { TerraformStep } from './terraform';

/** Steps that Terraform needs. */
export function terraformSteps(session: Session): readonly Step[] {
  return [new TerraformStep(session), new ProviderStep(session.workspace)];
}

/** Steps that give variables to a shell. */
export function environmentSteps(session: Session): readonly Step[] {
  return [...terraformSteps(session), new EngineStep(new EmbeddedEngine())];
}

/** Everything a deployment needs, in the order in which one builds on the other: also what the configurations need that were synthesized last. */
export function bootstrapSteps(session: Session): readonly Step[] {
  const optional = optionalImagesNamedBelow(session.workspace.outputDirectory, session.instance);
  return [...environmentSteps(session), new RootImagesStep(session, [...RootImage.all(session.instance), ...optional])];
}

/** What the configurations below a directory need beside that. Nothing is shown where it is there. */
export async function bootstrapFor(session: Session, directory: string, options: ProgressOptions = {}): Promise<void> {
  const images = new RootImagesStep(session, optionalImagesNamedBelow(directory, session.instance));
  if (!(await images.check()).found) await bootstrap([images], options);
}

/** Makes sure of every step, and puts what they provide into the environment of this process. */
export async function bootstrap(steps: readonly Step[], options: ProgressOptions = {}): Promise<void> {
  const tasks = steps.map((step) => ({
    subject: step.title,
    run: async (report: (activity: string) => void): Promise<string> => {
      const before = await step.check();
      if (before.found) {
        adoptEnvironment(before.environment);
        return row(before.subject, before.detail);
      }
      const how = await step.apply(report);
      const after = await step.check();
      if (!after.found) throw new AppEngineError('BootstrapIncomplete', `${after.detail}; ${after.fix ?? 'run `npx appengine doctor`'}`);
      adoptEnvironment(after.environment);
      return row(after.subject, how);
    },
  }));
  await showProgress(tasks, options);
}
