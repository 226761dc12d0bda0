import { mapKnown } from '../facts/known';
import { expectSome, expectValue } from '../outcome';
import { defineRule } from '../rule';

export const hostConfines = defineRule({
  id: 'SDG-04.3',
  severity: 'high',
  references: { cis: ['5.2', '5.3'], owasp: [6], nist: ['4.5.1'] },
  title: 'the kernel of the host confines no container',
  impact: 'what a capability, or a hole in the engine, allows is stopped by nothing else',
  remediation: 'boot with AppArmor or SELinux, and an engine that has seccomp; for SELinux set `"selinux-enabled": true` in daemon.json',
  exception: 'an engine without root has no AppArmor, and its user namespace takes its place',
  appliesTo: ['host'],
  check: ({ appArmor, seLinux, seccompProfile }) => [
    expectSome(
      'security module',
      [mapKnown(appArmor, (isOn) => ({ name: 'AppArmor', isOn })), mapKnown(seLinux, (isOn) => ({ name: 'SELinux', isOn }))],
      ({ isOn }) => isOn,
      ({ name, isOn }) => (isOn ? name : `no ${name}`),
    ),
    expectValue('seccomp', seccompProfile, (profile) => profile !== undefined),
  ],
});
