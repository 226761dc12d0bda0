import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Suite of the machine: the oldest Debian whose engine is supported. */
export const SUITE = 'bookworm';

/** What a prepared host has: the engine, AppArmor, auditd, a kernel for virtual machines, ssh. */
export const PACKAGES: readonly string[] = [
  'apparmor',
  'auditd',
  'dbus',
  'docker.io',
  'iproute2',
  'kmod',
  'linux-image-cloud-amd64',
  'openssh-server',
  'systemd',
  'systemd-sysv',
  'udev',
];

/** Units that the packages do not enable themselves. */
export const UNITS: readonly string[] = ['systemd-networkd.service'];

/** Configuration that is laid over the packages' own, by path on the machine. */
export const OVERLAY = join(__dirname, '..', 'machine');

export const DISK_MEBIBYTES = 6144;

/** The same recipe is the same disk. */
export function recipeHash(): string {
  const hash = createHash('sha256').update(JSON.stringify([SUITE, PACKAGES, UNITS, DISK_MEBIBYTES]));
  const files = readdirSync(OVERLAY, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    hash.update(`\0${file.slice(OVERLAY.length)}\0`).update(readFileSync(file));
  }
  // How the disk is made is part of what it is.
  return hash
    .update(readFileSync(join(__dirname, 'disk.ts')))
    .digest('hex')
    .slice(0, 12);
}
