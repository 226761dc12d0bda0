import { known, mapItems, type Items } from '../facts/known';
import { seccompProfile } from '../normalise/seccomp-profile';
import type { SecurityOption } from '../normalise/security-option';
import { expectEach } from '../outcome';
import { defineRule } from '../rule';

/** Calls that no container without capabilities has a use for, and that an escape starts with. */
const ESCAPES = new Set(
  'bpf finit_module init_module delete_module kexec_load kexec_file_load mount move_mount open_by_handle_at perf_event_open pivot_root ptrace setns umount umount2 unshare userfaultfd'.split(
    ' ',
  ),
);

function profilesOf(options: Items<SecurityOption>): Items<string> {
  return mapItems(options, ({ key, value }) => (key === 'seccomp' && !/^(unconfined|builtin)$/i.test(value) ? [known(value)] : []));
}

function flawOf(profile: string): string | undefined {
  const parsed = seccompProfile(profile);
  if (parsed === undefined) return 'no inline JSON profile';
  if (!/^SCMP_ACT_(ERRNO|KILL|KILL_PROCESS|KILL_THREAD|TRAP)$/.test(parsed.defaultAction)) return `default action ${parsed.defaultAction}`;
  const open = parsed.allowed.filter((name) => ESCAPES.has(name)).sort();
  return open.length === 0 ? undefined : `allows ${open.join(', ')}`;
}

export const seccompContent = defineRule({
  id: 'SDG-13.2',
  severity: 'high',
  references: { cis: ['5.22'], owasp: [6], nist: ['4.4.3'], pss: 'restricted' },
  title: 'the seccomp profile does not deny by default, or allows a call that leads out',
  opens: 'the call that the profile was made to stop works',
  fix: 'deny by default (SCMP_ACT_ERRNO) and take the call out of the allowed names; the profile has to be inline JSON',
  appliesTo: ['container'],
  check: ({ securityOptions }) =>
    expectEach(
      'security_opts seccomp',
      profilesOf(securityOptions),
      (profile) => flawOf(profile) === undefined,
      (profile) => flawOf(profile) ?? 'denies by default',
    ),
});
