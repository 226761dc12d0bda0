import { expectNone, expectSome } from '../outcome';
import { defineRule } from '../rule';

const CHANGES_USER: ReadonlySet<string> = new Set(['SETUID', 'SETGID', 'SETPCAP', 'SETFCAP']);

export const noSetuidCapability = defineRule({
  id: 'SDG-07.1',
  severity: 'high',
  references: { cis: ['5.4'], owasp: [3], nist: ['4.4.3'], pss: 'restricted' },
  title: 'the container can become another user',
  impact: 'SETUID and SETGID make any process root in the container; SETPCAP and SETFCAP hand capabilities on',
  remediation: 'drop ALL, and take the capability out of `add`; start the program as its user with User.of(uid)',
  exception: 'an entrypoint that starts as root and changes to its user with gosu, su-exec or setpriv',
  appliesTo: ['container'],
  check: ({ capabilities: { add, drop } }) => {
    const added = expectNone('capabilities.add', add, (name) => CHANGES_USER.has(name) || name === 'ALL');
    const dropped = [...CHANGES_USER].map((name) => expectSome('capabilities.drop', drop, (gone) => gone === name || gone === 'ALL'));
    return [...added, ...dropped.filter(({ status }) => status !== 'pass').slice(0, 1)];
  },
});
