import { isNumericId } from '../normalise/user';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const userNotRoot = defineRule({
  id: 'SDG-05.2',
  severity: 'high',
  references: { cis: ['4.1'], owasp: [2], nist: ['4.1.2'], pss: 'restricted' },
  title: 'the container runs as root, or as the user that the image names',
  impact: 'an escape starts with the rights of root (CVE-2019-5736 overwrites runc)',
  remediation: 'set `user: User.of(uid)`, or use User.fromImage(reason)',
  exception: 'an entrypoint that starts as root and drops to a user of its own by itself, as databases do',
  appliesTo: ['container'],
  check: ({ user }) => {
    if (user.known && user.value !== undefined && !isNumericId(user.value.user)) {
      return [{ status: 'unknown', attribute: 'user', value: `${user.value.user}: the image says which number it is` }];
    }
    return [
      expectValue(
        'user',
        user,
        (reference) => reference !== undefined && reference.user !== '0',
        (reference) => reference?.user ?? 'not set',
      ),
    ];
  },
});
