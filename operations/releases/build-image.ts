import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../private-files';
import { throwIfInterrupted } from '../process/interrupt';
import type { ProgressCallback } from '../progress';
import type { Session } from '../session';
import type { DeclaredStack } from '../state/manifest';
import { TerraformCli } from '../terraform/terraform-cli';
import { buildProject } from './build-project';
import { imageIdOf } from './released-image';

/** An image to be built. */
export interface ImageToBuild {
  /** Directory in which all stacks were synthesized. */
  readonly directory: string;
  readonly stacks: readonly DeclaredStack[];
  /** The stack of the image. */
  readonly stack: DeclaredStack;
  /** Its full name. */
  readonly image: string;
}

/**
 * Builds an image as a deploy would, and deploys nothing.
 * @returns its id
 * @throws AppEngineError BuildFailed
 */
export async function buildImage(
  session: Session,
  { directory, stacks, stack, image }: ImageToBuild,
  report: ProgressCallback,
): Promise<string> {
  const { outputDirectory } = session.workspace;
  for (const { workingDirectory } of stacks) copyDockerfiles(join(directory, workingDirectory), join(outputDirectory, workingDirectory));
  // Beside the stacks: paths from one of them are paths from here.
  const place = join(outputDirectory, 'stacks', `${stack.name}.release`);
  mkdirSync(place, { recursive: true, mode: PRIVATE_DIRECTORY });
  writeFileSync(join(place, 'cdk.tf.json'), JSON.stringify(buildProject(directory, stacks, stack, image)), { mode: PRIVATE_FILE });
  forgetState(place);
  const { errors } = await new TerraformCli(session, place).apply(report, { onStart: () => undefined });
  forgetState(place);
  throwIfInterrupted();
  const [error] = errors;
  const id = error === undefined ? await imageIdOf(session, image) : undefined;
  if (id !== undefined) return id;
  throw new AppEngineError(
    'BuildFailed',
    (error ?? `image ${image} was built, and is not on the engine; build it again`).replace(/^BuildFailed: /, ''),
  );
}

/** An image is known by its name: every build is one from the beginning, and as fast as its cache. */
function forgetState(directory: string): void {
  for (const name of ['terraform.tfstate', 'terraform.tfstate.backup']) rmSync(join(directory, name), { force: true });
}

/** Dockerfiles of ours, which builds find where Terraform runs. Named by what is in them, so that they are never changed. */
function copyDockerfiles(from: string, to: string): void {
  const names = readdirSync(from).filter((name) => /\.Dockerfile(\.dockerignore)?$/.test(name));
  if (names.length === 0) return;
  mkdirSync(to, { recursive: true, mode: PRIVATE_DIRECTORY });
  for (const name of names) copyFileSync(join(from, name), join(to, name));
}
