/** A default of a container, of a gateway or of a host that can be off. */
export type DefaultId =
  | 'access-log'
  | 'access-log-without-queries'
  | 'auditd'
  | 'backup-target-tls'
  | 'capability'
  | 'cgroup-v2'
  | 'client-authentication'
  | 'cpu-quota'
  | 'data-partition'
  | 'executable-memory'
  | 'hardened-seccomp-profile'
  | 'health-check'
  | 'init'
  | 'kernel-security-module'
  | 'memory-limit'
  | 'new-privileges'
  | 'offline'
  | 'one-writer'
  | 'pids-limit'
  | 'private-addresses'
  | 'read-only-root'
  | 'recent-seccomp-profile'
  | 'seccomp-profile'
  | 'secret-in-environment'
  | 'signed-image'
  | 'system-call'
  | 'upstream-engine'
  | 'upstream-kernel'
  | 'user';

/** Name of every default that can be off, in reports and messages. */
const NAMES: Readonly<Record<DefaultId, string>> = {
  'access-log': 'access log',
  'access-log-without-queries': 'access log without query strings',
  auditd: 'auditd',
  'backup-target-tls': 'TLS to the backup target',
  capability: 'no capability',
  'cgroup-v2': 'cgroup v2',
  'client-authentication': 'login of clients',
  'cpu-quota': 'cpu quota',
  'data-partition': 'data on a partition of its own',
  'executable-memory': 'no programs in memory',
  'hardened-seccomp-profile': 'hardened seccomp profile',
  'health-check': 'health check',
  init: 'init of the engine',
  'kernel-security-module': 'kernel security module',
  'memory-limit': 'memory limit',
  'new-privileges': 'no new privileges',
  offline: 'offline',
  'one-writer': 'one writer',
  'pids-limit': 'pids limit',
  'private-addresses': 'no private addresses',
  'read-only-root': 'read-only root',
  'recent-seccomp-profile': 'seccomp profile of today',
  'seccomp-profile': 'seccomp profile',
  'secret-in-environment': 'no secret in the environment',
  'signed-image': 'signed image',
  'system-call': 'no system call',
  'upstream-engine': 'upstream engine',
  'upstream-kernel': 'upstream kernel',
  user: 'numeric non-root user',
};

/** How a person reads it. @param subject the one capability or system call that it is about */
export function nameOfDefault(id: DefaultId, subject?: string): string {
  return subject === undefined ? NAMES[id] : `${NAMES[id]} ${subject}`;
}
