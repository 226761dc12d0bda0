import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppEngineError } from '../../constructs/errors';
import { AUDIT_VARIABLE } from '../../guidelines/audit';
import { ONLY_VARIABLE } from '../../stacks/wanted';
import { run } from '../process/run';
import type { Workspace } from '../workspace';
import { haveSameClaims } from './claims';
import { addToManifest, readManifest, type DeclaredStack } from '../state/manifest';

/** This package's own tsx: where packages are not hoisted, a project sees none that it does not depend on itself. */
const LOADER = pathToFileURL(require.resolve('tsx')).href;

/** How a project is synthesized. */
export interface SynthOptions {
  /** @default the workspace's own, which is what is deployed */
  readonly outputDirectory?: string;
  /** Findings are only told, by who asked for it. @default a finding stops the synth */
  readonly tellsFindings?: true;
}

/** Runs the project's main.ts, which writes Terraform's configuration and the manifest. @throws AppEngineError SynthFailed */
export async function synth(workspace: Workspace, options: SynthOptions = {}): Promise<readonly DeclaredStack[]> {
  const { outputDirectory = workspace.outputDirectory, tellsFindings } = options;
  return synthesize(workspace, outputDirectory, { [AUDIT_VARIABLE]: tellsFindings === true ? '1' : undefined });
}

/**
 * The same for the named stacks alone, in a program that leaves out the others: those are as they were synthesized last. All of them are synthesized where
 * that would not do.
 */
export async function synthOnly(workspace: Workspace, names: readonly string[]): Promise<readonly DeclaredStack[]> {
  const { outputDirectory } = workspace;
  const known = readManifest(outputDirectory);
  if (known === undefined) return synth(workspace);
  const made = await synthesize(workspace, outputDirectory, { [ONLY_VARIABLE]: names.join(',') });
  const left = known.filter(({ name }) => !made.some((stack) => stack.name === name));
  const isMade = names.every((name) => made.some((stack) => stack.name === name));
  if (!isMade || haveSameClaims(outputDirectory, made, left)) return synth(workspace);
  addToManifest(outputDirectory, left);
  return [...made, ...left];
}

async function synthesize(
  workspace: Workspace,
  outputDirectory: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly DeclaredStack[]> {
  await mkdir(outputDirectory, { recursive: true });
  // A manifest of an earlier run must not pass for this one's.
  await rm(join(outputDirectory, 'manifest.json'), { force: true });
  const { exitCode, stdout, stderr } = await run(process.execPath, ['--import', LOADER, 'main.ts'], {
    cwd: workspace.directory,
    // Whatever the caller's environment says: what is deployed has been judged.
    environment: { CDKTF_OUTDIR: outputDirectory, [AUDIT_VARIABLE]: undefined, [ONLY_VARIABLE]: undefined, ...environment },
  });
  const stacks = readManifest(outputDirectory);
  if (exitCode !== 0 || stacks === undefined) {
    throw new AppEngineError(
      'SynthFailed',
      `main.ts ended with exit code ${String(exitCode)}${stacks === undefined ? ' and wrote no manifest' : ''}\n${stderr || stdout}`,
    );
  }
  return stacks;
}
