/**
 * System calls of x86_64 and arm64 by purpose, as the kernel names them; arm64 has none of its own. Kernels and engines skip the names that they do
 * not know, so old and new ones take the same lists. Every call of today's kernels is in exactly one of them, or limited in `limited-calls.ts`; one
 * that a later kernel adds is denied.
 */
export const ALLOWED: Readonly<Record<string, string>> = {
  'open and close files':
    'close close_range creat dup dup2 dup3 fcntl flock open openat openat2 pipe pipe2 truncate ftruncate fallocate fadvise64 readahead',
  'read and write':
    'copy_file_range fdatasync fsync lseek pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readv sendfile splice sync sync_file_range syncfs tee vmsplice write writev',
  'look at files':
    'access cachestat faccessat faccessat2 file_getattr fstat fstatfs getdents getdents64 lstat newfstatat readlink readlinkat stat statfs statx',
  'arrange files':
    'chdir fchdir getcwd link linkat mkdir mkdirat rename renameat renameat2 rmdir symlink symlinkat umask unlink unlinkat utime utimensat utimes futimesat',
  'owners and modes of files': 'chmod chown fchmod fchmodat fchmodat2 fchown fchownat file_setattr lchown',
  'extended attributes':
    'fgetxattr flistxattr fremovexattr fsetxattr getxattr getxattrat lgetxattr listxattr listxattrat llistxattr lremovexattr lsetxattr removexattr removexattrat setxattr setxattrat',
  'watch files and devices': 'inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl',
  'asynchronous files': 'io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit',
  'wait for descriptors':
    'epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 poll ppoll pselect6 select signalfd signalfd4',
  memory:
    'brk madvise map_shadow_stack memfd_create memfd_secret mincore mlock mlock2 mlockall mmap mprotect mremap mseal msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect process_madvise process_mrelease remap_file_pages',
  processes:
    'execve execveat exit exit_group fork getpgid getpgrp getpid getppid getsid gettid pidfd_open pidfd_send_signal set_tid_address setpgid setsid vfork wait4 waitid',
  threads:
    'arch_prctl futex futex_requeue futex_wait futex_waitv futex_wake get_robust_list membarrier rseq rseq_slice_yield set_robust_list',
  signals:
    'kill pause restart_syscall rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sigaltstack tgkill tkill',
  'time and timers':
    'adjtimex alarm clock_adjtime clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times',
  scheduling:
    'getcpu getpriority ioprio_get ioprio_set sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield setpriority',
  'users and groups':
    'capget capset getegid geteuid getgid getgroups getresgid getresuid getuid setfsgid setfsuid setgid setgroups setregid setresgid setresuid setreuid setuid',
  limits: 'getrlimit getrusage prlimit64 setrlimit',
  'about the system': 'getrandom sysinfo uname',
  'use sockets':
    'accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg sendmsg sendto setsockopt shutdown',
  'confine oneself':
    'landlock_add_rule landlock_create_ruleset landlock_restrict_self lsm_get_self_attr lsm_list_modules lsm_set_self_attr prctl seccomp',
  // They only work where a probe was placed on the host; denied, they would end the program that is looked at.
  'probes of the host': 'uprobe uretprobe',
  'System V IPC': 'msgctl msgget msgrcv msgsnd semctl semget semop semtimedop shmat shmctl shmdt shmget',
  'message queues': 'mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink',
};

/** Calls that few programs need, and kernel bugs were found in: denied by the strict profile. */
export const LEFT_OUT_BY_STRICT: ReadonlySet<string> = setOf(
  ALLOWED['System V IPC'],
  ALLOWED['message queues'],
  'chroot memfd_secret vmsplice',
);

/** Calls for containers that hold a capability: without it, the kernel would refuse them anyway, or they say too much about the host. */
export const ALLOWED_BY_CAPABILITY: Readonly<Record<string, string>> = {
  CAP_SYS_CHROOT: 'chroot',
  CAP_SYS_NICE: 'get_mempolicy mbind set_mempolicy set_mempolicy_home_node',
};

/** Calls that lead out of a container, reach into other programs, or are obsolete. */
export const DENIED: Readonly<Record<string, string>> = {
  'other programs': 'kcmp move_pages migrate_pages pidfd_getfd process_vm_readv process_vm_writev ptrace',
  namespaces: 'listns setns unshare',
  mounts: 'fsconfig fsmount fsopen fspick listmount mount mount_setattr move_mount open_tree open_tree_attr pivot_root statmount umount2',
  'files by their handles': 'name_to_handle_at open_by_handle_at',
  'the whole system': 'acct clock_settime quotactl quotactl_fd reboot setdomainname sethostname settimeofday swapoff swapon syslog vhangup',
  'the kernel itself':
    'bpf create_module delete_module finit_module get_kernel_syms init_module kexec_file_load kexec_load perf_event_open query_module',
  hardware: 'ioperm iopl modify_ldt',
  'keys of the kernel': 'add_key keyctl request_key',
  'ways around a filter, and into the kernel': 'fanotify_init fanotify_mark io_uring_enter io_uring_register io_uring_setup userfaultfd',
  'out of use':
    '_sysctl afs_syscall epoll_ctl_old epoll_wait_old get_thread_area getpmsg lookup_dcookie nfsservctl putpmsg security set_thread_area sysfs tuxcall uselib ustat vserver',
};

/** All names of some groups, each separated by spaces. */
export function setOf(...groups: readonly (string | undefined)[]): ReadonlySet<string> {
  return new Set(groups.flatMap((group) => group?.split(' ') ?? []));
}
