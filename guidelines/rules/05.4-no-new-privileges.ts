import { isTrue } from '../normalise/security-option';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const noNewPrivileges = defineRule({
  id: 'SDG-05.4',
  severity: 'high',
  references: { cis: ['5.26', '2.14'], owasp: [4], nist: ['4.4.3'], pss: 'restricted' },
  title: 'a process can gain privileges that its parent did not have',
  impact: 'a setuid file or a file capability makes an intruder root in the container',
  remediation: 'drop the override, or use PrivilegeEscalation.allowed(reason)',
  exception: 'a program that works through setuid files, such as a mail server or cron',
  appliesTo: ['container'],
  check: ({ securityOptions }, { host }) => {
    const switches = securityOptions.filter((option) => !option.known || option.value.key === 'no-new-privileges');
    if (switches.length === 0) {
      // A declaration has to have it, since it may run on any host; a running container may have it from its engine.
      const isImplied = host?.noNewPrivileges.known === true && host.noNewPrivileges.value;
      const value = isImplied ? 'not set: the engine sets no-new-privileges' : 'no-new-privileges is not set';
      return [{ status: isImplied ? 'pass' : 'fail', attribute: 'security_opts', value }];
    }
    return expectNone(
      'security_opts',
      switches,
      ({ value }) => !isTrue(value),
      ({ key, value }) => `${key}=${value}`,
    );
  },
});
