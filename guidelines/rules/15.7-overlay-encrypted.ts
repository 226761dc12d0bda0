import { expectSome, expectValue, pluck } from '../outcome';
import { defineRule } from '../rule';

export const overlayEncrypted = defineRule({
  id: 'SDG-15.7',
  severity: 'medium',
  references: { cis: ['7.3'], owasp: [5], nist: ['4.3.5'] },
  title: 'a network over several hosts is in clear, or any container may attach to it',
  impact: 'an attacker between the hosts reads and changes the traffic of tenants',
  remediation: 'set `options = { encrypted = "true" }` and drop `attachable`',
  appliesTo: ['network'],
  check: ({ driver, options, attachable }) => {
    if (driver.known && driver.value !== 'overlay') return [];
    if (!driver.known) return [expectValue('driver', driver, () => true)];
    const encrypted = options.filter((option) => !option.known || option.value.name === 'encrypted');
    return [
      expectSome(
        'options.encrypted',
        pluck(encrypted, ({ value }) => value),
        (value) => value !== 'false',
      ),
      expectValue('attachable', attachable, (isAttachable) => !isAttachable),
    ];
  },
});
