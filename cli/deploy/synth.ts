import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { AUDIT_VARIABLE } from '../../guidelines/audit';
import { run } from '../process/run';
import type { Workspace } from '../workspace';
import { readManifest, type DeclaredStack } from './manifest';

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
  await mkdir(outputDirectory, { recursive: true });
  // A manifest of an earlier run must not pass for this one's.
  await rm(join(outputDirectory, 'manifest.json'), { force: true });
  const { exitCode, stdout, stderr } = await run(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: workspace.directory,
    // Whatever the caller's environment says: what is deployed has been judged.
    environment: { CDKTF_OUTDIR: outputDirectory, [AUDIT_VARIABLE]: tellsFindings === true ? '1' : undefined },
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
