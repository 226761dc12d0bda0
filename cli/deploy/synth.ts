import { pathToFileURL } from 'node:url';
import { WORKING_DIRECTORY_VARIABLE } from '../../constructs/cdktf/output';
import { AppEngineError } from '../../constructs/errors';
import { PREVIEW_VARIABLE, type PreviewRequest } from '../../constructs/tenancy/preview';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { BUILD_RELEASE_VARIABLE, RELEASE_COMMAND_VARIABLE } from '../../constructs/release/source-release';
import { AUDIT_VARIABLE } from '../../guidelines/audit';
import { ONLY_VARIABLE } from '../../stacks/wanted';
import { run } from '../../operations/process/run';
import type { Session } from '../../operations/session';
import { shareReservations } from './reservations';
import { readManifest } from '../../operations/state/manifest';
import { Synthesis } from './synthesis';
import type { Environment } from '../../operations/environment';

/** This package's own tsx: where packages are not hoisted, a project sees none that it does not depend on itself. */
const LOADER = pathToFileURL(require.resolve('tsx')).href;

/** How a project is synthesized. */
export interface SynthOptions {
  /** The caller reports findings itself. @default a finding stops the synth */
  readonly tellsFindings?: true;
  /** Terraform runs where the stacks were synthesized, instead of where they are installed. @default false */
  readonly inPlace?: true;
  /** Release that is to be built: its image is that of the sources. @default what was released is what runs */
  readonly builds?: ReleasePlace;
  /** The caller makes or changes a release, and looks at it itself: what is wrong with others must not stop it. @default it stops the synth */
  readonly makesRelease?: true;
}

/** Runs the project's main.ts, which writes Terraform's configuration and the manifest. @throws AppEngineError SynthFailed */
export function synth(session: Session, { tellsFindings, inPlace, builds, makesRelease }: SynthOptions = {}): Promise<Synthesis> {
  return synthesize(session, {
    [AUDIT_VARIABLE]: tellsFindings === true ? '1' : undefined,
    [BUILD_RELEASE_VARIABLE]: builds?.toString(),
    [RELEASE_COMMAND_VARIABLE]: makesRelease === true ? '1' : undefined,
    ...(inPlace === true ? { [WORKING_DIRECTORY_VARIABLE]: undefined } : {}),
  });
}

/**
 * The same for the named stacks alone, in a program that leaves out the others: those are as they were deployed last. All of them are synthesized where
 * that would not do.
 */
export async function synthOnly(session: Session, names: readonly string[]): Promise<Synthesis> {
  const known = readManifest(session.workspace.outputDirectory);
  if (known === undefined) return synth(session);
  const synthesis = await synthesize(session, { [ONLY_VARIABLE]: names.join(',') });
  const made = synthesis.stacks;
  const left = known.filter(({ name }) => !made.some((stack) => stack.name === name));
  const isMade = names.every((name) => made.some((stack) => stack.name === name));
  synthesis.complete(session.workspace, left);
  return isMade && !shareReservations(synthesis.directory, made, left) ? synthesis : synth(session);
}

/** Runs the program for previews of a branch: it declares the platform and them alone, and the others are as they were deployed last. */
export async function synthPreviews(session: Session, request: PreviewRequest): Promise<Synthesis> {
  const synthesis = await synthesize(session, { [PREVIEW_VARIABLE]: JSON.stringify(request) });
  const made = synthesis.stacks;
  const known = readManifest(session.workspace.outputDirectory) ?? [];
  synthesis.complete(
    session.workspace,
    known.filter(({ name }) => !made.some((stack) => stack.name === name)),
  );
  return synthesis;
}

async function synthesize(session: Session, environment: Environment): Promise<Synthesis> {
  const synthesis = Synthesis.begin(session.workspace);
  const { exitCode, stdout, stderr } = await run(process.execPath, ['--import', LOADER, 'main.ts'], {
    cwd: session.workspace.directory,
    // In place of the caller's own: what is deployed has been judged.
    environment: {
      ...session.environment,
      CDKTF_OUTDIR: synthesis.directory,
      [WORKING_DIRECTORY_VARIABLE]: session.workspace.outputDirectory,
      [AUDIT_VARIABLE]: undefined,
      [ONLY_VARIABLE]: undefined,
      [BUILD_RELEASE_VARIABLE]: undefined,
      [PREVIEW_VARIABLE]: undefined,
      [RELEASE_COMMAND_VARIABLE]: undefined,
      ...environment,
    },
  });
  const isComplete = readManifest(synthesis.directory) !== undefined;
  if (exitCode !== 0 || !isComplete) {
    throw new AppEngineError(
      'SynthFailed',
      `main.ts ended with exit code ${String(exitCode)}${isComplete ? '' : ' and wrote no manifest'}; mend what it says:\n${stderr || stdout}`,
    );
  }
  return synthesis;
}
