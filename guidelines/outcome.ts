import { mapItems, type Items, type Known, type Unknown } from './facts/known';

/** Result of a rule for one value of a resource. */
export interface Outcome {
  readonly status: 'pass' | 'fail' | 'unknown';
  /** Terraform's name of the evaluated attribute, such as `capabilities.add`. */
  readonly attribute: string;
  /** As a person reads it: what a waiver of this finding alone names. */
  readonly value: string;
}

const LONGEST_VALUE = 120;
const LOOKED_AT = 1000;

/** One value: good, bad, or not known. */
export function expectValue<T>(
  attribute: string,
  fact: Known<T>,
  isGood: (value: T) => boolean,
  render: (value: T) => string = show,
): Outcome {
  if (!fact.known) return notKnown(attribute, fact);
  return { status: isGood(fact.value) ? 'pass' : 'fail', attribute, value: shorten(render(fact.value)) };
}

/** The result for an unknown value. */
export function notKnown(attribute: string, { expression }: Unknown): Outcome {
  return { status: 'unknown', attribute, value: shorten(expression) };
}

/** One outcome an item: none for an empty list. */
export function expectEach<T>(
  attribute: string,
  items: Items<T>,
  isGood: (value: T) => boolean,
  render?: (value: T) => string,
): readonly Outcome[] {
  return items.map((item) => expectValue(attribute, item, isGood, render));
}

/** One outcome for a list without bad items, else one for each that is bad or not known. */
export function expectNone<T>(
  attribute: string,
  items: Items<T>,
  isBad: (value: T) => boolean,
  render: (value: T) => string = show,
): readonly Outcome[] {
  const outcomes = expectEach(attribute, items, (value) => !isBad(value), render);
  const findings = outcomes.filter(({ status }) => status !== 'pass');
  if (findings.length > 0) return findings;
  return [{ status: 'pass', attribute, value: outcomes.length === 0 ? 'none' : shorten(outcomes.map(({ value }) => value).join(', ')) }];
}

/** One good item is enough; without one, an unknown item may be it. */
export function expectSome<T>(
  attribute: string,
  items: Items<T>,
  isGood: (value: T) => boolean,
  render: (value: T) => string = show,
): Outcome {
  const outcomes = expectEach(attribute, items, isGood, render);
  const telling = outcomes.find(({ status }) => status === 'pass') ?? outcomes.find(({ status }) => status === 'unknown');
  return (
    telling ?? {
      status: 'fail',
      attribute,
      value: outcomes.length === 0 ? 'not set' : shorten(outcomes.map(({ value }) => value).join(', ')),
    }
  );
}

/** The part of every item that a rule is about. */
export function pluck<T, U>(items: Items<T>, part: (value: T) => Known<U>): Items<U> {
  return mapItems(items, (item) => [part(item)]);
}

/** A container cannot keep what its host does not have: then only what gives it up is left. @param presence undefined where no host is known */
export function whereHostHas(presence: Known<boolean> | undefined, outcomes: readonly Outcome[]): readonly Outcome[] {
  return presence?.known === true && !presence.value ? outcomes.filter(({ status }) => status !== 'pass') : outcomes;
}

function show(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

/** Text that would be cut off, such as a profile of several kilobytes, is not read. */
function shorten(text: string): string {
  const line = text.slice(0, LOOKED_AT).replace(/\s+/g, ' ');
  return line.length <= LONGEST_VALUE && text.length <= LOOKED_AT ? line : `${line.slice(0, LONGEST_VALUE - 1)}…`;
}
