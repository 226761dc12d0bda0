/** Directories of every image: nothing in them changes while it runs. */
const SYSTEM = ['bin', 'boot', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'sbin', 'usr'];

/** Files of the kernel that every program may write. */
const HARMLESS = [
  '/dev/{full,null,random,tty,urandom,zero} rw,',
  '/dev/{ptmx,console,pts/**} rw,',
  '/dev/{mqueue,shm}/** rwkl,',
  'audit deny /dev/{mqueue,shm}/** mx,',
  '/proc/[0-9]*/{,task/[0-9]*/}comm rw,',
  '/proc/[0-9]*/{,task/[0-9]*/}{coredump_filter,oom_adj,oom_score_adj,timerslack_ns} rw,',
];

/** Files of the kernel that say too much of the host, or stop it. */
const KERNEL_SECRETS = [
  '/proc/{kcore,kmem,mem,keys,latency_stats,sched_debug,sysrq-trigger,timer_list,timer_stats}',
  '/proc/{acpi,asound,scsi}/**',
  '/sys/{firmware,kernel/debug,kernel/security,kernel/tracing,devices/virtual/powercap}/**',
];

const ENGINE_SOCKETS = [
  '/{,var/}run/{docker,containerd,crio,podman,buildkit}{,.sock,/**}',
  '/{,var/}run/{docker,containerd}-*',
  '/{,var/}run/user/*/{docker,podman,containerd}{,.sock,/**}',
];

/** Mounted data cannot be run. */
export function readOnlyRules(files: readonly string[]): readonly string[] {
  return ['/ r,', '/** mrix,', ...[...files].sort().map((directory) => `audit deny ${below(directory)} mwklx,`)];
}

/** Writable files cannot be run, unless they are declared as executable: a program that was brought along has no place to start from. */
export function writableRules(directories: readonly string[], executable: readonly string[], isRootWritable: boolean): readonly string[] {
  const declared = [...directories].sort().flatMap((directory) => [
    `${quoted(`${escaped(directory)}/`)} rw,`,
    ...(executable.includes(directory) ? [`${below(directory)} mrwklix,`] : [`${below(directory)} rwkl,`]),
    // No rule takes a denial back: where one of them is below it, its mount alone says that nothing runs there.
    ...(executable.some((path) => path === directory || path.startsWith(`${directory}/`)) ? [] : [`audit deny ${below(directory)} mx,`]),
  ]);
  return [...declared, ...(isRootWritable ? ['/** rwkl,'] : []), ...HARMLESS];
}

export function systemRules(): readonly string[] {
  return [
    `audit deny /{${SYSTEM.join(',')}}/** wl,`,
    // This is also where core_pattern names a program that the kernel runs as root of the host.
    'audit deny /proc/{bus,fs,irq,sys}/** wkl,',
    'audit deny /sys/** wkl,',
    ...KERNEL_SECRETS.map((path) => `audit deny ${path} mrwklx,`),
    ...ENGINE_SOCKETS.map((path) => `audit deny ${path} mrwklx,`),
  ];
}

function below(directory: string): string {
  return quoted(`${escaped(directory)}/**`);
}

/** A path as it is: AppArmor would read some of its signs as patterns, and a line break as the end of the rule. */
function escaped(path: string): string {
  const signs = path.replace(/\/+$/, '').replace(/[\\"*?[\]{}^@#]/g, (sign) => `\\${sign}`);
  return signs.replace(/\p{Cc}/gu, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

function quoted(pattern: string): string {
  return `"${pattern}"`;
}
