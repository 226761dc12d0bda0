import { randomUUID } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRunning } from '../locks/lock-holder';
import { declaredBackend, useBackend } from '../../operations/state/backend';
import { addToManifest, readManifest, type DeclaredStack } from '../../operations/state/manifest';
import { PRIVATE_DIRECTORY } from '../../operations/private-files';
import type { Workspace } from '../../operations/workspace';

const CONFIGURATION = 'cdk.tf.json';
/** Directories of this process. */
const own = new Set<string>();
process.on('exit', () => {
  for (const directory of own) rmSync(directory, { recursive: true, force: true });
});

/**
 * Stacks of one run of the project's program, in a directory of its own: nothing that another run writes meanwhile is ever applied. Terraform runs
 * elsewhere, where it finds what it has installed: a stack is put there when its turn comes.
 */
export class Synthesis {
  /** An empty one, which is gone when this process ends. */
  static begin({ instance }: Workspace): Synthesis {
    const parent = join(instance.directory, 'synth');
    removeAbandoned(parent);
    const directory = join(parent, `${String(process.pid)}-${randomUUID()}`);
    mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
    own.add(directory);
    return new Synthesis(directory);
  }

  private constructor(readonly directory: string) {}

  /** The stacks of a program that has ended. */
  get stacks(): readonly DeclaredStack[] {
    return readManifest(this.directory) ?? [];
  }

  /** Takes over stacks that this run left out, as they were installed last. */
  complete({ outputDirectory }: Workspace, stacks: readonly DeclaredStack[]): void {
    for (const { workingDirectory } of stacks) {
      const from = join(outputDirectory, workingDirectory, CONFIGURATION);
      if (!existsSync(from)) continue;
      mkdirSync(join(this.directory, workingDirectory), { recursive: true, mode: PRIVATE_DIRECTORY });
      copyFileSync(from, join(this.directory, workingDirectory, CONFIGURATION));
    }
    addToManifest(this.directory, stacks);
  }

  /** Lets other commands know what is declared, and where its states are. */
  async publish({ instance, outputDirectory }: Workspace): Promise<void> {
    mkdirSync(outputDirectory, { recursive: true, mode: PRIVATE_DIRECTORY });
    replace(join(this.directory, 'manifest.json'), join(outputDirectory, 'manifest.json'));
    await useBackend(instance, declaredBackend(this.directory, this.stacks));
  }

  /** Puts a stack where Terraform runs, whose lock this process has. @returns that directory */
  install({ outputDirectory }: Workspace, { workingDirectory }: DeclaredStack): string {
    const [from, to] = [join(this.directory, workingDirectory), join(outputDirectory, workingDirectory)];
    mkdirSync(to, { recursive: true, mode: PRIVATE_DIRECTORY });
    for (const name of readdirSync(from)) {
      // Named by what is in them, so that they are never changed.
      if (name !== CONFIGURATION) cpSync(join(from, name), join(to, name), { recursive: true });
    }
    replace(join(from, CONFIGURATION), join(to, CONFIGURATION));
    return to;
  }
}

/** As a whole or not at all. */
function replace(from: string, to: string): void {
  const draft = join(dirname(to), `.${basename(to)}.${String(process.pid)}`);
  rmSync(draft, { force: true });
  try {
    linkSync(from, draft);
  } catch {
    copyFileSync(from, draft);
  }
  renameSync(draft, to);
}

/** Those of processes that were killed. */
function removeAbandoned(parent: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    if (!isRunning(Number(name.split('-')[0]))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}
