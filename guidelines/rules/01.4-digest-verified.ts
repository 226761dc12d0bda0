import { known, unknown, type Items } from '../facts/known';
import type { ImageReference } from '../normalise/image-reference';
import { expectSome, notKnown } from '../outcome';
import { defineRule } from '../rule';

/** An identifier alone names an image of the engine: no registry knows it. */
function digestOf({ name, repository, digest }: ImageReference): Items<string> {
  return [digest === undefined || repository === '' ? unknown(`${name}: no digest of a registry`) : known(digest)];
}

export const digestVerified = defineRule({
  id: 'SDG-01.4',
  severity: 'medium',
  references: { cis: ['4.4', '4.12'], owasp: [9, 13], nist: ['4.1.1', '4.1.5'] },
  title: 'the image is not verified, or its verification is too old',
  impact: 'code with a known vulnerability, or of another author, runs here',
  remediation:
    'verify its signature, scan it, and put its digest into `verified` of the policy; for an image that is built here: npx appengine release build <tenant>/<release>',
  exception: 'an image that its own registry verifies at every push: let that registry write the list',
  appliesTo: ['container', 'image'],
  check: (facts, context) => {
    const { verified, unscanned } = context;
    const attribute = facts.kind === 'container' ? 'image' : 'name';
    const reference = facts.kind === 'container' ? facts.image : facts.reference;
    if (!reference.known) return verified === undefined ? [] : [notKnown(attribute, reference)];
    const problem = facts.kind === 'container' ? unscanned.get(reference.value.name) : undefined;
    if (problem !== undefined) return [{ status: 'fail', attribute, value: problem }];
    if (verified === undefined || context.isMadeHere(reference.value)) return [];
    const listed = facts.kind === 'image' ? (facts.content?.digests ?? []) : [];
    const digests = listed.length > 0 ? listed : digestOf(reference.value);
    return [expectSome(attribute, digests, (digest) => verified.has(digest))];
  },
});
