import type { ContainerFacts, Drift } from '../../../facts/container-facts';
import { known, knownOf, type Items, type Known } from '../../../facts/known';
import type { Baseline } from './baseline';

/** A container as it was declared, as it is, and its values by default. */
export interface Pair {
  readonly declared: ContainerFacts;
  readonly live: ContainerFacts;
  readonly baseline: Baseline;
}

/** Differences in one field. What is declared by an expression has none; what the engine does not tell may have some. */
export type Field = (pair: Pair) => Items<Drift>;

/** Name of a field in Terraform, and the rule that is about it. */
interface Named {
  readonly attribute: string;
  readonly rule: string;
}

interface SingleField<T> extends Named {
  readonly of: (container: ContainerFacts) => Known<T | undefined>;
  /** Expected value without a declaration. @default none */
  readonly otherwise?: (pair: Pair) => Known<T | undefined>;
  /** Different values that mean the same have the same text. @default as it is written */
  readonly show?: (value: T) => string;
}

const NOT_SET = 'not set';

/** A field with one value. */
export function single<T>({ attribute, rule, of, otherwise = () => known(undefined), show = String }: SingleField<T>): Field {
  return (pair) => {
    const declared = of(pair.declared);
    if (!declared.known) return [];
    const expected = declared.value === undefined ? otherwise(pair) : declared;
    const live = of(pair.live);
    if (!live.known) return [live];
    if (!expected.known) return [expected];
    const [wanted, found] = [expected.value, live.value].map((value) => (value === undefined ? NOT_SET : show(value))) as [string, string];
    return wanted === found ? [] : [known({ attribute, rule, declared: wanted, live: found })];
  };
}

interface SetField extends Named {
  readonly of: (container: ContainerFacts) => Items<string>;
}

/** A field with any number of values in any order: a difference shows all of them. */
export function set({ attribute, rule, of }: SetField): Field {
  return (pair) => {
    const [declared, live] = [of(pair.declared), of(pair.live)];
    const untold = live.find((item) => !item.known);
    if (untold !== undefined) return [untold];
    const [wanted, found] = [new Set(knownOf(declared)), new Set(knownOf(live))];
    // Items beyond the known ones may be those that an expression stands for.
    const isMore = [...found].some((value) => !wanted.has(value)) && declared.every((item) => item.known);
    const isLess = [...wanted].some((value) => !found.has(value));
    return isMore || isLess ? [known({ attribute, rule, declared: list(wanted), live: list(found) })] : [];
  };
}

/** One of several values under names. */
export type Assignment = readonly [name: string, value: Known<string>];

interface MapField {
  readonly attribute: string;
  readonly rule: string | ((name: string, live: string) => string);
  readonly of: (container: ContainerFacts) => Items<Assignment>;
  /** Items that a container may have without a declaration; an unknown value may be any. @default none */
  readonly allowed?: (pair: Pair) => Items<Assignment>;
  /** Undeclared names are left to the rules. @default they are a difference */
  readonly ignoresMore?: boolean;
  /** @default the texts are the same */
  readonly isSame?: (name: string, one: string, other: string) => boolean;
  readonly show?: (name: string, value: string) => string;
}

/** A field with values under names: a difference is about one name. */
export function map(field: MapField): Field {
  const { attribute, rule, of, allowed = () => [], ignoresMore = false } = field;
  const { isSame = (_: string, one: string, other: string) => one === other, show = (name: string, value: string) => `${name}=${value}` } =
    field;
  return (pair) => {
    const [declared, live, free] = [of(pair.declared), of(pair.live), allowed(pair)];
    const untold = live.find((item) => !item.known);
    if (untold !== undefined) return [untold];
    const [wanted, found, granted] = [new Map(knownOf(declared)), new Map(knownOf(live)), new Map(knownOf(free))];
    const isOpen = ignoresMore || declared.some((item) => !item.known);
    const doubt = free.find((item) => !item.known);
    const text = (name: string, value: Known<string> | undefined): string =>
      value === undefined ? `${name} ${NOT_SET}` : value.known ? show(name, value.value) : value.expression;

    return [...new Set([...wanted.keys(), ...found.keys()])].sort().flatMap((name): Items<Drift> => {
      const [want, have] = [wanted.get(name) ?? granted.get(name), found.get(name)];
      if (have?.known === false) return [have];
      if (want === undefined && isOpen) return [];
      if (want === undefined && doubt !== undefined) return [doubt];
      if (want !== undefined && have !== undefined && (!want.known || isSame(name, want.value, have.value))) return [];
      const about = typeof rule === 'string' ? rule : rule(name, have?.value ?? '');
      return [known({ attribute, rule: about, declared: text(name, want), live: text(name, have) })];
    });
  };
}

/** Items as assignments, where their name is known. */
export function assignments<T>(
  items: Items<T>,
  read: (item: T) => { readonly name: Known<string>; readonly value: Known<string> },
): Items<Assignment> {
  return items.map((item) => {
    if (!item.known) return item;
    const { name, value } = read(item.value);
    return name.known ? known([name.value, value] as const) : name;
  });
}

function list(values: ReadonlySet<string>): string {
  return values.size === 0 ? 'none' : [...values].sort().join(', ');
}
