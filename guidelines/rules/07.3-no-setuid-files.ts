import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const noSetuidFiles = defineRule({
  id: 'SDG-07.3',
  severity: 'low',
  references: { cis: ['4.8'], owasp: [4], nist: ['4.1.2'] },
  title: 'the image has programs that run as their owner',
  impact: 'a hole in one of them makes an intruder root in the container',
  remediation: 'strip the bits in the image, `find / -xdev -perm /6000 -type f -exec chmod a-s {} +`, or build it from AppImage',
  exception: 'an image that is not built here: no-new-privileges makes the bits void',
  appliesTo: ['image'],
  surfaces: ['live'],
  check: ({ content }) => (content === undefined ? [] : expectNone('setuid files', content.setuidFiles, () => true)),
});
