import { DANGEROUS_SYSCALLS } from '../dangerous-syscalls';
import type { Capabilities } from '../facts/container-facts';
import { known, mapItems, unknown, type Items } from '../facts/known';
import { hasEffectiveCapability } from '../effective-capabilities';
import { denies, permits, seccompProfile } from '../normalise/seccomp-profile';
import { expectEach } from '../outcome';
import { defineRule } from '../rule';

/** Defects of a profile for a container with such capabilities; undefined stands for none. */
function flawsOf(text: string, capabilities: Capabilities): Items<string | undefined> {
  const profile = seccompProfile(text);
  if (profile === undefined) return [known('no inline JSON profile')];
  if (!denies(profile.defaultAction)) return [known(`default action ${profile.defaultAction}`)];
  const flaws = DANGEROUS_SYSCALLS.flatMap((call) => {
    const isOpen = permits(profile, call, (name) => hasEffectiveCapability(capabilities, name));
    if (isOpen === false) return [];
    return [isOpen === undefined ? unknown(`allows ${call.label}, with a capability`) : known(`allows ${call.label}`)];
  });
  return flaws.length === 0 ? [known(undefined)] : flaws;
}

export const seccompContent = defineRule({
  id: 'SDG-13.2',
  severity: 'high',
  references: { cis: ['5.22'], owasp: [6], nist: ['4.4.3'], pss: 'restricted' },
  title: 'the seccomp profile does not deny by default, or allows a call that leads out',
  impact: 'the call that the profile was made to stop works',
  remediation:
    'deny by default (SCMP_ACT_ERRNO) and take the call out of the allowed names, as SeccompProfile.hardened() does; the profile has to be inline JSON',
  exception: 'a debugger, which needs ptrace, or a browser, which makes user namespaces for its own sandbox',
  appliesTo: ['container'],
  check: ({ securityOptions, capabilities }) => {
    const profiles = mapItems(securityOptions, ({ key, value }) =>
      key === 'seccomp' && !/^(unconfined|builtin)$/i.test(value) ? [known(value)] : [],
    );
    return expectEach(
      'security_opts seccomp',
      mapItems(profiles, (text) => flawsOf(text, capabilities)),
      (flaw) => flaw === undefined,
      (flaw) => flaw ?? 'denies by default',
    );
  },
});
