/** A value, or an expression whose value only an apply or a variable will tell: it is never taken for a good one. */
export type Known<T> = Literal<T> | Unknown;

/** A value that is known. */
export interface Literal<T> {
  readonly known: true;
  readonly value: T;
}

/** A value that is not there yet. */
export interface Unknown {
  readonly known: false;
  /** As it is written, such as `${var.memory}`. */
  readonly expression: string;
}

/** A list of which parts may be unknown: an unknown item stands for any number of items. */
export type Items<T> = readonly Known<T>[];

/** A name with a value, such as a label or a kernel setting. */
export interface Entry {
  readonly name: string;
  readonly value: Known<string>;
}

/** A value that is there. */
export function known<T>(value: T): Literal<T> {
  return { known: true, value };
}

/** A value that is not there yet. @param expression as it is written */
export function unknown(expression: string): Unknown {
  return { known: false, expression };
}

/** Applies `change` to a known value. */
export function mapKnown<T, U>(fact: Known<T>, change: (value: T) => U): Known<U> {
  return fact.known ? known(change(fact.value)) : fact;
}

/** Applies `change` to every known item; it may drop an item or return several. */
export function mapItems<T, U>(items: Items<T>, change: (value: T) => Known<U> | Items<U>): Items<U> {
  return items.flatMap((item) => (item.known ? change(item.value) : [item]));
}

/** The value as an item; none where it is not set. */
export function itemOf<T>(fact: Known<T | undefined>): Items<T> {
  if (!fact.known) return [fact];
  return fact.value === undefined ? [] : [known(fact.value)];
}

/** The known items alone: for looking something up, never for calling something safe. */
export function knownOf<T>(items: Items<T>): readonly T[] {
  return items.flatMap((item) => (item.known ? [item.value] : []));
}

/** All of the items, where each is known. */
export function allKnown<T>(items: Items<T>): Known<readonly T[]> {
  return items.find((item) => !item.known) ?? known(knownOf(items));
}

/** Value of the entry with a name, undefined without one; unknown where an unknown entry may have it. */
export function valueOf(entries: Items<Entry>, name: string): Known<string | undefined> {
  const [found] = knownOf(entries).filter((entry) => entry.name === name);
  return found?.value ?? entries.find((entry) => !entry.known) ?? known(undefined);
}

/** True where a known item matches; without one, unknown where an item is unknown. */
export function contains<T>(items: Items<T>, isSuch: (value: T) => boolean): Known<boolean> {
  if (knownOf(items).some(isSuch)) return known(true);
  return items.find((item) => !item.known) ?? known(false);
}
