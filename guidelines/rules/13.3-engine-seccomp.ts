import { unknown } from '../facts/known';
import { expectFloor } from '../minimum-versions';
import { notKnown } from '../outcome';
import { defineRule } from '../rule';

export const engineSeccomp = defineRule({
  id: 'SDG-13.3',
  severity: 'high',
  references: { cis: ['2.17'], owasp: [6], nist: ['4.4.3'] },
  title: "the engine's own seccomp profile is off, or older than the calls that lead out today",
  impact: 'containers without a profile of their own reach AF_ALG (CVE-2026-31431) and io_uring',
  remediation:
    'upgrade the engine to 29.4.2 or later, and drop `seccomp-profile` from daemon.json; or use SeccompProfile.hardened() everywhere',
  exception: 'a profile of your own in `seccomp-profile`: read it, for the engine does not tell what is in it',
  appliesTo: ['host'],
  check: ({ seccompProfile: profile, versions }) => {
    if (!profile.known) return [notKnown('seccomp-profile', profile)];
    const name = profile.value ?? 'none';
    if (['none', 'unconfined'].includes(name)) return [{ status: 'fail', attribute: 'seccomp-profile', value: name }];
    if (!['builtin', 'default'].includes(name))
      return [notKnown('seccomp-profile', unknown(`${name}: the engine does not tell what is in it`))];
    return [expectFloor('seccomp profile', versions.engine)];
  },
});
