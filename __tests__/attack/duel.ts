import { ATTACKS, type AttackId } from './attacks';
import type { Field } from './field';
import type { Outcome } from './outcome';
import type { Results } from './results';

/** What a theme works with. */
export interface Arena {
  readonly results: Results;
  readonly field: Field;
}

/** One attack on both sides. */
export interface Sides {
  plain(field: Field): Promise<Outcome>;
  ours(field: Field): Promise<Outcome> | Outcome;
  /** The attempt outside of any container, for what some kernels were built without. @default every kernel has it */
  host?(field: Field): Promise<Outcome>;
}

const LONGEST_MS = 60_000;

/** A test that an attack succeeds on the plain side and is stopped on ours. */
export function duel({ field, results }: Arena, id: AttackId, sides: Sides): void {
  const { guideline, title } = ATTACKS[id];
  test(
    `${String(guideline)} ${id}: ${title}`,
    async () => {
      const plain = await sides.plain(field);
      const ours = await sides.ours(field);
      const host = plain.succeeded ? undefined : await sides.host?.(field);
      results.record(id, { plain, ours, ...(host === undefined ? {} : { host }) });
      expect({ side: 'ours', ...ours }).toMatchObject({ succeeded: false });
      // What is stopped outside of containers too says nothing about them.
      if (host === undefined) expect({ side: 'plain', ...plain }).toMatchObject({ succeeded: true });
      else expect(host).toEqual(plain);
    },
    LONGEST_MS,
  );
}
