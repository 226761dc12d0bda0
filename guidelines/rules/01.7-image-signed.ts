import { notKnown, type Outcome } from '../outcome';
import type { ImageSignature } from '../policy';
import { defineRule } from '../rule';

export const imageSigned = defineRule({
  id: 'SDG-01.7',
  severity: 'high',
  references: { cis: ['4.5'], owasp: [9, 13], nist: ['4.1.5'] },
  title: 'no trusted key has signed the image',
  impact: 'everyone who can write to the repository or to the engine decides which code runs here',
  remediation:
    'release it with a signer whose key the policy trusts: npx appengine release build <tenant>/<release>; docs/errors.md has the code of the finding',
  exception: 'an image of another publisher: name it by digest, in UnsignedImage.of(image, reason)',
  appliesTo: ['container'],
  check: ({ image }, context) => {
    const { signatures, today } = context;
    if (signatures === undefined) return [];
    if (!image.known) return [notKnown('image', image)];
    return context.isPlatforms(image.value) ? [] : [outcomeOf(image.value.name, signatures.get(image.value.name), today)];
  },
});

function outcomeOf(image: string, found: ImageSignature | undefined, today: string): Outcome {
  const fail = (value: string): Outcome => ({ status: 'fail', attribute: 'image', value });
  if (found === undefined) return fail(`of no release: ${image}`);
  if ('problem' in found) return fail(found.problem);
  const { signer, until } = found;
  if (until !== undefined && until < today) return fail(`signed by ${signer}, whose signatures counted until ${until}`);
  return { status: 'pass', attribute: 'image', value: `signed by ${signer}` };
}
