import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const imagePinned = defineRule({
  id: 'SDG-01.1',
  severity: 'medium',
  references: { cis: ['5.28'], owasp: [13], nist: ['4.2.2'] },
  title: 'the name of the image can mean other content tomorrow',
  impact: 'everyone who can push to the repository runs code here at the next deploy',
  remediation: 'name it by digest, ImageReference.digest("repository@sha256:…"), or build it with AppImage.fromDirectory',
  exception: 'a registry with immutable tags: name it in `immutableTags` of the policy',
  appliesTo: ['container', 'image'],
  check: (facts, context) =>
    facts.kind === 'container'
      ? [
          expectValue(
            'image',
            facts.image,
            (image) => context.isPinned(image),
            ({ name }) => name,
          ),
        ]
      : facts.build !== undefined
        ? []
        : [
            expectValue(
              'name',
              facts.reference,
              (image) => context.isPinned(image),
              ({ name }) => name,
            ),
          ],
});
