import { isTrue } from '../normalise/security-option';
import { expectEach, expectSome } from '../outcome';
import { defineRule } from '../rule';

export const noDeadCapability = defineRule({
  id: 'SDG-14.5',
  severity: 'low',
  references: { owasp: [3] },
  title: 'a capability is given that the process can never use',
  impact: 'nothing; but a review has to think about it, and the next user of the container may be root',
  remediation: 'take it out of `add`, or write it as CAP_NAME through Capability.add(name, reason)',
  exception: 'a program with a file capability, which starts only where the capability is in the bounding set',
  appliesTo: ['container'],
  check: ({ capabilities: { add }, user, securityOptions }) => {
    const isFixed = expectSome('security_opts', securityOptions, ({ key, value }) => key === 'no-new-privileges' && isTrue(value));
    if (!user.known || isFixed.status === 'unknown')
      return add.map(() => ({ status: 'unknown', attribute: 'capabilities.add', value: user.known ? isFixed.value : user.expression }));
    const isRoot = user.value === undefined || user.value.user === '0';
    return expectEach('capabilities.add', add, () => isRoot || isFixed.status === 'fail');
  },
});
