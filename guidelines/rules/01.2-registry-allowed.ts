import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const registryAllowed = defineRule({
  id: 'SDG-01.2',
  severity: 'high',
  references: { cis: ['4.2'], owasp: [13], nist: ['4.1.5'] },
  title: 'the image comes from a registry that is not allowed',
  impact: 'a look-alike name or a foreign registry delivers the code',
  remediation:
    'use an image of an allowed registry, or add the registry to the policy: Hardening.of(stack).attach({ registries: ["ghcr.io/acme"] })',
  exception: 'a registry of your own: name it in `registries` of the policy',
  appliesTo: ['container', 'image'],
  check: (facts, context) => [
    facts.kind === 'container'
      ? expectValue(
          'image',
          facts.image,
          (image) => context.isAllowed(image),
          ({ name }) => name,
        )
      : expectValue(
          'name',
          facts.reference,
          (image) => context.isAllowed(image),
          ({ name }) => name,
        ),
  ],
});
