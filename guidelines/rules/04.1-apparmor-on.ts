import { neverRuns } from '../never-runs';
import { expectNone, expectValue, notKnown, whereHostHas } from '../outcome';
import { defineRule } from '../rule';

function isOff(profile: string): boolean {
  return /^(unconfined)?$/i.test(profile);
}

export const apparmorOn = defineRule({
  id: 'SDG-04.1',
  severity: 'high',
  references: { cis: ['5.2'], owasp: [6], nist: ['4.4.3'], pss: 'baseline' },
  title: 'AppArmor is switched off',
  impact: 'mount, ptrace and writes below /proc/sys are no longer stopped by the kernel',
  remediation: 'drop `apparmor=unconfined` from `security_opts`',
  exception: 'a host that has SELinux instead, or an engine without root, where there is no AppArmor',
  appliesTo: ['container'],
  check: (facts, { host }) => {
    const asked = expectNone(
      'security_opts',
      facts.securityOptions,
      ({ key, value }) => key === 'apparmor' && isOff(value),
      ({ key, value }) => `${key}=${value}`,
    );
    if (host === undefined) return asked;
    if (!host.appArmor.known) return [...asked, notKnown('apparmor_profile', host.appArmor)];
    if (!host.appArmor.value || neverRuns(facts)) return whereHostHas(host.appArmor, asked);
    return [...asked, expectValue('apparmor_profile', facts.engine.appArmorProfile, (profile) => !isOff(profile ?? ''))];
  },
});
