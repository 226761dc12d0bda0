import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages } from '../../../cli/bootstrap/debian';
import { runToSuccess } from '../../../operations/process/run';
import type { Report } from '../../../cli/terminal/progress';
import { Workspace } from '../../../operations/workspace';
import { packageRoot } from '../../../constructs/package-root';
import { DISK_MEBIBYTES, OVERLAY, PACKAGES, SUITE, UNITS, recipeHash } from './recipe';

/** A bootable disk, never written to: machines keep their changes to themselves. */
export interface Disk {
  readonly image: string;
  readonly kernel: string;
  readonly initialRamdisk: string;
  /** Public host key, as in a known_hosts file but without the host. */
  readonly hostKey: string;
}

/** The disk of the recipe, from the cache of this machine's user; made there if it is missing. */
export async function cachedDisk(report: Report): Promise<Disk> {
  const directory = cacheDirectory();
  if (!existsSync(directory)) await make(directory, report);
  return {
    image: join(directory, 'disk.img'),
    kernel: join(directory, 'vmlinuz'),
    initialRamdisk: join(directory, 'initrd.img'),
    hostKey: (await readFile(join(directory, 'host-key.pub'), 'utf8')).split(' ').slice(0, 2).join(' '),
  };
}

/** Whether a machine can start without making its disk first, which only root can. */
export function hasCachedDisk(): boolean {
  return existsSync(cacheDirectory());
}

function cacheDirectory(): string {
  return join(Workspace.find(packageRoot(), process.env).cacheDirectory, 'vm', recipeHash());
}

async function make(directory: string, report: Report): Promise<void> {
  await installPackages(['debootstrap', 'mkfs.ext4'], ['debootstrap', 'e2fsprogs'], report);
  await mkdir(join(directory, '..'), { recursive: true });
  const scratch = await mkdtemp(join(directory, '..', 'tmp-'));
  try {
    const root = join(scratch, 'root');
    report(`debootstrap ${SUITE}`);
    await runToSuccess('debootstrap', ['--variant=minbase', `--include=${PACKAGES.join(',')}`, SUITE, root]);
    await configure(root);
    const result = join(scratch, 'result');
    await mkdir(result);
    await takeOut(root, result);
    report('mkfs.ext4');
    const image = join(result, 'disk.img');
    await runToSuccess('mkfs.ext4', ['-q', '-F', '-d', root, image, `${String(DISK_MEBIBYTES)}M`]);
    // Whoever made the same disk at the same time was first.
    await rename(result, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    // Never into a mount that an interrupted debootstrap may have left.
    await runToSuccess('rm', ['-rf', '--one-file-system', scratch]);
  }
}

async function configure(root: string): Promise<void> {
  await cp(OVERLAY, root, { recursive: true });
  for (const unit of UNITS) {
    await symlink(`/lib/systemd/system/${unit}`, join(root, 'etc/systemd/system/multi-user.target.wants', unit));
  }
  // A machine makes its own at its first start.
  await writeFile(join(root, 'etc/machine-id'), '');
  await rm(join(root, 'var/cache/apt'), { recursive: true, force: true });
  await rm(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
}

/** What a machine is started with from outside its disk. */
async function takeOut(root: string, result: string): Promise<void> {
  const boot = await readdir(join(root, 'boot'));
  for (const name of ['vmlinuz', 'initrd.img']) {
    const file = boot.find((entry) => entry.startsWith(`${name}-`));
    if (file === undefined) throw new Error(`the kernel package left no ${name} in /boot`);
    await cp(join(root, 'boot', file), join(result, name));
  }
  await cp(join(root, 'etc/ssh/ssh_host_ed25519_key.pub'), join(result, 'host-key.pub'));
}
