import { isTrue } from '../normalise/security-option';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const noNewPrivileges = defineRule({
  id: 'SDG-05.4',
  severity: 'high',
  references: { cis: ['5.26', '2.14'], owasp: [4], nist: ['4.4.3'], pss: 'restricted' },
  title: 'a process can gain privileges that its parent did not have',
  opens: 'a setuid file or a file capability makes an intruder root in the container',
  fix: 'drop the override, or use Privileges.mayGain(reason)',
  appliesTo: ['container'],
  check: ({ securityOptions }) => {
    const switches = securityOptions.filter((option) => !option.known || option.value.key === 'no-new-privileges');
    if (switches.length === 0) return [{ status: 'fail', attribute: 'security_opts', value: 'no-new-privileges is not set' }];
    return expectNone(
      'security_opts',
      switches,
      ({ value }) => !isTrue(value),
      ({ key, value }) => `${key}=${value}`,
    );
  },
});
