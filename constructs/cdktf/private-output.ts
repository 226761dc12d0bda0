import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, type TerraformStack } from './framework';

const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
/** Of files that another user has made, or that are on a file system without modes. */
const NOT_OURS = ['EPERM', 'EROFS', 'ENOTSUP'];

/**
 * Configuration and what Terraform writes beside it, such as plans, say all that containers are given. So a synth closes its output to other users, with any umask and
 * whichever program runs Terraform afterwards.
 */
export function keepOutputPrivate(stack: TerraformStack): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session): void => {
      const { outdir, manifest } = session;
      const { synthesizedStackPath, workingDirectory } = manifest.forStack(stack);
      // Before there is anything to read. Who names a directory for all output may share it: what is in it here is only the list of stacks.
      close(join(outdir, dirname(workingDirectory)), PRIVATE_DIRECTORY);
      synthesizer.synthesize(session);
      close(join(outdir, workingDirectory), PRIVATE_DIRECTORY);
      close(join(outdir, synthesizedStackPath), PRIVATE_FILE);
    },
  };
}

/** Terraform gives a new state file the modes that the umask allows: it is the directory that keeps others out. @param file absolute path of the state */
export function keepStatePrivate(stack: TerraformStack, file: string): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session): void => {
      // The template of a test is written elsewhere, and never applied.
      if (session.outdir === App.of(stack).outdir) {
        mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_DIRECTORY });
        close(dirname(file), PRIVATE_DIRECTORY);
      }
      synthesizer.synthesize(session);
    },
  };
}

function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!NOT_OURS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
