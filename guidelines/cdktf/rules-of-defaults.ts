import type { DefaultId } from '../../constructs/default-id';

/** Such as `SDG-05.4`. */
export type RuleId = `SDG-${number}`;

/** Rules that accept the reason of a default's off switch. A default without a rule has an empty list. */
export const RULES_OF: Readonly<Record<DefaultId, readonly RuleId[]>> = {
  'access-log': [],
  'access-log-without-queries': [],
  auditd: ['SDG-03.3'],
  'backup-target-tls': [],
  capability: ['SDG-07.1', 'SDG-14.3', 'SDG-14.4', 'SDG-14.5'],
  'cgroup-v2': ['SDG-11.3'],
  'client-authentication': [],
  'cpu-quota': ['SDG-06.3'],
  'data-partition': ['SDG-11.4'],
  'executable-memory': ['SDG-07.2'],
  'hardened-seccomp-profile': [],
  'health-check': ['SDG-09.5'],
  init: ['SDG-09.2'],
  'kernel-security-module': ['SDG-04.3'],
  'memory-limit': ['SDG-06.1'],
  'new-privileges': ['SDG-05.4'],
  offline: [],
  'one-writer': [],
  'pids-limit': ['SDG-06.4'],
  'private-addresses': [],
  'read-only-root': ['SDG-10.6'],
  'recent-seccomp-profile': ['SDG-13.3'],
  'seccomp-profile': ['SDG-13.1'],
  'secret-in-environment': ['SDG-09.6'],
  'signed-image': ['SDG-01.7'],
  'system-call': ['SDG-13.2'],
  'upstream-engine': ['SDG-11.1'],
  'upstream-kernel': ['SDG-11.2'],
  user: ['SDG-05.2'],
};
