import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { run } from '../process/run';
import type { Workspace } from '../workspace';
import { readManifest, type DeclaredStack } from './manifest';

/** Runs the project's main.ts, which writes Terraform's configuration and the manifest. */
export async function synth(workspace: Workspace): Promise<readonly DeclaredStack[]> {
  await mkdir(workspace.outputDirectory, { recursive: true });
  // A manifest of an earlier run must not pass for this one's.
  await rm(join(workspace.outputDirectory, 'manifest.json'), { force: true });
  const { exitCode, stdout, stderr } = await run(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: workspace.directory,
    environment: { CDKTF_OUTDIR: workspace.outputDirectory },
  });
  const stacks = readManifest(workspace.outputDirectory);
  if (exitCode !== 0 || stacks === undefined) {
    throw new AppEngineError(
      'SynthFailed',
      `main.ts ended with exit code ${String(exitCode)}${stacks === undefined ? ' and wrote no manifest' : ''}\n${stderr || stdout}`,
    );
  }
  return stacks;
}
