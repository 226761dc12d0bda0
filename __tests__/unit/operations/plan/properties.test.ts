import fc from 'fast-check';
import { renderPlanMarkdown } from '../../../../cli/render/plan-markdown';
import { renderPlan } from '../../../../cli/render/plan';
import { known, unknown } from '../../../../guidelines/facts/known';
import type { PlanDocument } from '../../../../operations/plan/plan-document';
import { guessedPath } from '../../../../operations/plan/stack/deployed-part';
import type { Grant, SecurityChange } from '../../../../operations/plan/security/grant';
import { grouped } from '../../../../operations/plan/security/grouped';
import { diffOfGrants } from '../../../../operations/plan/security/security-diff';

const grant = fc.record<Grant>(
  {
    kind: fc.constantFrom('port', 'capability', 'limit', 'image'),
    where: fc.constantFrom('acme/Shop', 'acme/Mail'),
    key: fc.constantFrom('', 'a', 'b'),
    text: fc.oneof(fc.constantFrom('one', 'two').map(known), fc.constant(unknown('${x}'))),
    level: fc.nat(3),
    having: fc.constantFrom('narrower', 'changed'),
    isUsual: fc.constant(true),
    guideline: fc.constant('SDG-02'),
  },
  { requiredKeys: ['kind', 'where', 'key', 'text', 'guideline'] },
);
const grants = fc.array(grant, { maxLength: 12 });

test('nothing differs from itself', () => {
  fc.assert(
    fc.property(grants, (one) => {
      expect(diffOfGrants(one, one)).toEqual([]);
    }),
  );
});

test('the order of what is given tells nothing', () => {
  const apart = fc.uniqueArray(grant, { maxLength: 12, selector: ({ kind, where, key }) => `${kind} ${where} ${key}` });
  fc.assert(
    fc.property(apart, apart, (one, other) => {
      expect(diffOfGrants([...one].reverse(), [...other].reverse())).toEqual(diffOfGrants(one, other));
    }),
  );
});

test('what is wider one way is narrower the other way', () => {
  fc.assert(
    fc.property(grants, grants, (one, other) => {
      const placesOf = (changes: readonly SecurityChange[], direction: string): readonly string[] =>
        changes.flatMap((change) => (change.direction === direction ? [`${change.kind} ${change.where} ${change.key}`] : []));
      const [there, back] = [diffOfGrants(one, other), diffOfGrants(other, one)];
      const open = [...placesOf(there, 'unknown'), ...placesOf(back, 'unknown')];
      const settled = (places: readonly string[]): readonly string[] => places.filter((place) => !open.includes(place)).sort();
      expect(settled(placesOf(there, 'wider'))).toEqual(settled(placesOf(back, 'narrower')));
    }),
  );
});

/** Texts that would be markup, or move the cursor of a terminal. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('a | b', '</details>', '\u001b[31mred', '@everyone', '[x](https://example.com)', '`rm`', 'a\nb', '<!-- -->'),
);
const change = fc.record<SecurityChange>(
  {
    direction: fc.constantFrom('wider', 'narrower', 'changed', 'unknown'),
    kind: fc.constantFrom('port', 'exemption', 'waiver'),
    ...{ key: text, where: text, from: text, to: text, guideline: fc.constant('SDG-02'), reason: text },
  },
  { requiredKeys: ['direction', 'kind', 'key', 'where', 'from', 'to', 'guideline'] },
);

function documentOf(security: readonly SecurityChange[], texts: readonly string[], isNew: boolean): PlanDocument {
  const changes = texts.map((one) => ({ app: one, text: one }));
  const summary = { create: 0, replace: 0, update: 0, delete: 0, wider: 0, narrower: 0, changed: 0, unknown: 0 };
  return {
    against: 'deployed',
    stacks: [{ name: 'acme', isNew, changes, resources: [], security, isUndescribed: false }],
    undeclared: [],
    summary,
  };
}

test('a comment is small, and whatever names say, its tables and its fold are its own', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.array(text, { maxLength: 40 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 60 }),
      (security, texts, isNew, times) => {
        const many = Array.from({ length: times }, (_, index) =>
          security.map((one) => ({ ...one, where: `${one.where} ${String(index)}`, key: String(index), to: `${one.to}${String(index)}` })),
        ).flat();
        const comment = renderPlanMarkdown(documentOf(many, texts, isNew));
        expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60 * 1024);
        expect(comment).not.toMatch(/(?!\n)\p{Cc}/u);
        const count = (part: string): number => comment.split(part).length - 1;
        expect(count('<details>')).toBe(count('</details>'));
        expect(count('<details>')).toBeLessThanOrEqual(1);
        for (const line of comment.split('\n').filter((one) => one.startsWith('| '))) expect(line.split('|')).toHaveLength(8);
        expect(count('@')).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

test('a terminal gets no escapes but its own colours, of which there are none here', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), fc.array(text, { maxLength: 5 }), fc.boolean(), (security, texts, isNew) => {
      expect(renderPlan(documentOf(security, texts, isNew))).not.toMatch(/(?!\n)\p{Cc}/u);
    }),
  );
});

test('groups lose no place', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (security) => {
      expect(
        grouped(security)
          .flatMap(({ places }) => places)
          .sort(),
      ).toEqual(security.map(({ where }) => where).sort());
    }),
  );
});

test('any address has a construct', () => {
  fc.assert(
    fc.property(fc.string(), (address) => {
      expect(guessedPath('acme', address)).toMatch(/^acme\//);
    }),
  );
  expect(guessedPath('acme', 'docker_network.Shop_Egress_Network_EE914429')).toBe('acme/Shop/Egress/Network');
});
