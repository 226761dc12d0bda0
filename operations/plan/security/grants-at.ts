import { known, mapKnown, type Items, type Known } from '../../../guidelines/facts/known';
import type { Grant, GrantKind } from './grant';

/** Part of a grant that is the same for several. */
export interface GrantBase {
  readonly kind: GrantKind;
  readonly where: string;
  readonly guideline: string;
}

/** A grant for each item: to have it is wider, unless the base says otherwise. */
export function each<T>(
  base: GrantBase & Pick<Grant, 'having' | 'isUsual'>,
  items: Items<T>,
  read: (item: T) => Pick<Grant, 'key' | 'text'> & Pick<Partial<Grant>, 'isUsual' | 'level'>,
): readonly Grant[] {
  return items.map((item) => ({ ...base, ...(item.known ? read(item.value) : { key: item.expression, text: item }) }));
}

/** A setting that everything of its kind has. @param levelOf how far a value goes */
export function setting<T>(
  base: GrantBase & { readonly key?: string },
  fact: Known<T>,
  textOf: (value: T) => string,
  levelOf: (value: T) => number,
): Grant {
  return {
    key: '',
    ...base,
    text: mapKnown(fact, textOf),
    ...(fact.known ? { level: levelOf(fact.value) } : {}),
    isUsual: true,
  };
}

/** A text as it is. */
export function plain(key: string, text = key): Pick<Grant, 'key' | 'text'> {
  return { key, text: known(text) };
}

/** An empty text is what a plan says where nothing is set. */
export function given(fact: Known<string | undefined>): Known<string | undefined> {
  return mapKnown(fact, (text) => (text === '' ? undefined : text));
}
