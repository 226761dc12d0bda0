import type { SampleCall } from './normalise/seccomp-profile';

/** A system call that an escape starts with, and that no container without capabilities has a use for. */
export interface DangerousSyscall extends SampleCall {
  /** As a finding shows it, such as `socket(AF_ALG)`. */
  readonly label: string;
}

/** Dangerous with any arguments. `clone3` and `socketcall` hide theirs behind a pointer, where no filter sees them. */
const NAMES =
  'acct add_key bpf clone3 delete_module fanotify_init finit_module fsconfig fsmount fsopen fspick init_module io_uring_enter io_uring_register io_uring_setup kcmp kexec_file_load kexec_load keyctl modify_ldt mount mount_setattr move_mount name_to_handle_at open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root process_vm_readv process_vm_writev ptrace quotactl quotactl_fd request_key setns socketcall swapoff swapon syslog umount umount2 unshare userfaultfd';

/** Dangerous with the value as the argument of the index. */
const ARGUMENTS: readonly (readonly [name: string, index: number, label: string, value: number])[] = [
  ['clone', 0, 'CLONE_NEWNS', 0x2_0000],
  ['clone', 0, 'CLONE_NEWNET', 0x4000_0000],
  ['clone', 0, 'CLONE_NEWUSER', 0x1000_0000],
  ['mknod', 1, 'S_IFBLK', 0o60_600],
  ['mknod', 1, 'S_IFCHR', 0o20_600],
  ['mknodat', 2, 'S_IFBLK', 0o60_600],
  ['mknodat', 2, 'S_IFCHR', 0o20_600],
  ['personality', 0, 'ADDR_NO_RANDOMIZE', 0x4_0000],
  ['personality', 0, 'READ_IMPLIES_EXEC', 0x40_0000],
  ['socket', 0, 'AF_ALG', 38],
  ['socket', 0, 'AF_KEY', 15],
  ['socket', 0, 'AF_PACKET', 17],
  ['socket', 0, 'AF_VSOCK', 40],
];

/** System calls that a profile has to stop. */
export const DANGEROUS_SYSCALLS: readonly DangerousSyscall[] = [
  ...NAMES.split(' ').map((name) => ({ label: name, name, args: {} })),
  ...ARGUMENTS.map(([name, index, label, value]) => ({ label: `${name}(${label})`, name, args: { [index]: BigInt(value) } })),
];
