import { contains } from '../facts/known';
import { expectNone, expectValue, type Outcome } from '../outcome';
import { defineRule } from '../rule';
import type { RuleContext } from '../rule-context';

function isOff(profile: string | undefined): boolean {
  return profile === undefined || /^unconfined$/i.test(profile);
}

/** In force where the container has none of its own. */
function engineProfile({ host }: RuleContext): readonly Outcome[] {
  if (host === undefined) return [];
  const isOn = (profile: string | undefined): boolean => !isOff(profile);
  return [expectValue('seccomp-profile', host.seccompProfile, isOn, (profile) => `not set: the engine has ${profile ?? 'none'}`)];
}

export const seccompOn = defineRule({
  id: 'SDG-13.1',
  severity: 'critical',
  references: { cis: ['5.22'], owasp: [6], nist: ['4.4.3'], pss: 'baseline' },
  title: 'every system call of the kernel is open',
  impact: 'unshare, keyctl, bpf and io_uring: the calls that most escapes need',
  remediation: 'drop `seccomp=unconfined`, or use SeccompProfile.unconfined(reason)',
  appliesTo: ['container'],
  check: ({ securityOptions, privileged }, context) => {
    const hasOwn = contains(securityOptions, ({ key }) => key === 'seccomp');
    return [
      // A privileged container runs without any.
      ...(privileged.known && !privileged.value ? [] : [expectValue('privileged', privileged, (isPrivileged) => !isPrivileged)]),
      ...expectNone(
        'security_opts',
        securityOptions,
        ({ key, value }) => key === 'seccomp' && isOff(value),
        ({ key, value }) => `${key}=${value}`,
      ),
      ...(hasOwn.known && !hasOwn.value ? engineProfile(context) : []),
    ];
  },
});
