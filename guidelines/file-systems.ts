import { known, mapKnown, valueOf, type Entry, type Items, type Known } from './facts/known';
import { tmpfsOptions } from './normalise/tmpfs-options';

/** File systems through which the kernel shows itself, its devices or its security modules. */
const OF_KERNEL: ReadonlySet<string> = new Set([
  ...['binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devpts', 'devtmpfs', 'efivarfs', 'fusectl', 'mqueue', 'proc'],
  ...['pstore', 'resctrl', 'securityfs', 'selinuxfs', 'smackfs', 'sysfs', 'tracefs'],
]);

/** File systems whose files another host has. */
const OF_NETWORK: ReadonlySet<string> = new Set([
  ...['9p', 'afs', 'ceph', 'cifs', 'fuse.glusterfs', 'fuse.sshfs', 'glusterfs', 'lustre', 'ncpfs', 'nfs', 'nfs4', 'smb3', 'smbfs'],
]);

/** Type of the file system that a volume driver mounts; undefined where none is named. */
export function fileSystemOf(options: Items<Entry>): Known<string | undefined> {
  return mapKnown(valueOf(options, 'type'), (type) => type?.trim().toLowerCase());
}

/** True for a file system of the running kernel, such as `proc`. */
export function isOfKernel(type: string): boolean {
  return OF_KERNEL.has(type);
}

/** True for a file system of another host, such as `nfs`. */
export function isOfNetwork(type: string): boolean {
  return OF_NETWORK.has(type);
}

/** Size of a file system in memory that a volume driver mounts, undefined without a bound; no item where it mounts another one. */
export function memoryFilesIn(options: Items<Entry>): Items<number | undefined> {
  const type = fileSystemOf(options);
  if (!type.known) return [type];
  if (type.value === 'ramfs') return [known(undefined)];
  if (type.value !== 'tmpfs') return [];
  return [mapKnown(valueOf(options, 'o'), (text) => tmpfsOptions(text ?? '').bytes)];
}
