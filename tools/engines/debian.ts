import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installPackages } from '../../cli/bootstrap/debian';
import { packageRoot } from '../../constructs/package-root';
import { runToSuccess } from '../../operations/process/run';
import type { Command } from './command';

const SUITE = 'trixie';
const PACKAGES: readonly string[] = ['docker.io', 'iptables'];

/** The engine that Debian 13 has, with a Debian of its own: its programs need that one's libraries. The archive's key signs for them. */
export async function debianEngine(cache: string, directory: string, report: (activity: string) => void): Promise<Command> {
  const recipe = createHash('sha256')
    .update(JSON.stringify([SUITE, PACKAGES]))
    .digest('hex')
    .slice(0, 12);
  const root = join(cache, 'engines', `${SUITE}-${recipe}`);
  if (!existsSync(root)) await make(root, report);
  const script = join(packageRoot(), 'tools', 'engines', 'start-in-root.sh');
  return ['unshare', '--mount', 'sh', script, root, directory, 'dockerd'];
}

async function make(root: string, report: (activity: string) => void): Promise<void> {
  await installPackages(['debootstrap'], ['debootstrap', 'debian-archive-keyring'], report);
  await mkdir(dirname(root), { recursive: true });
  const scratch = await mkdtemp(`${root}.`);
  try {
    report(`debootstrap ${SUITE} with ${PACKAGES.join(', ')}`);
    const options = ['--force-check-gpg', '--variant=minbase', `--include=${PACKAGES.join(',')}`];
    await runToSuccess('debootstrap', [...options, SUITE, join(scratch, 'root')]);
    await rename(join(scratch, 'root'), root);
  } finally {
    // Never into a mount that an interrupted debootstrap may have left.
    await runToSuccess('rm', ['-rf', '--one-file-system', scratch]);
  }
}
