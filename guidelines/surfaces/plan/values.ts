import { isRecord } from '../block';
import { isComputed } from './computed';
import { expressionOf, literal, type Expressions } from './expressions';
import type { Json } from './plan-json';

/** A value of a plan, with everything in it. `true` in one of the last two is about the whole. */
export interface PlannedValue {
  readonly value: unknown;
  readonly unknown: unknown;
  readonly sensitive: unknown;
}

/** Context of a value. */
export interface Meaning {
  readonly type: string;
  /** Names of arguments, such as `ports.external`. */
  readonly place: string;
  readonly expressions: Expressions;
  /** The text that an expression will become, if that is certain before the apply. */
  readonly resolveUnknown: (place: string, references: readonly string[]) => string | undefined;
  /** True where blocks of that name are known to be generated. */
  readonly isGenerated: (place: string) => boolean;
}

const SENSITIVE = '${sensitive}';

/** Arguments as a configuration would have them: expressions where something is not there yet, or must not be shown. */
export function configuredBlock(planned: PlannedValue, meaning: Meaning): Json {
  const names = new Set([...keysOf(planned.value), ...keysOf(planned.unknown)]);
  return Object.fromEntries([...names].map((name) => [literal(name), configured(below(planned, name), within(meaning, name))]));
}

function configured(planned: PlannedValue, meaning: Meaning): unknown {
  const { value, unknown, sensitive } = planned;
  if (unknown === true) return unknownValue(meaning);
  if (sensitive === true && value !== null && value !== undefined) return masked(value, meaning.place);
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const size = Math.max(lengthOf(value), lengthOf(unknown));
    return Array.from({ length: size }, (_, index) => item(below(planned, index), meaning));
  }
  if (isRecord(value) || isRecord(unknown)) return configuredBlock(planned, meaning);
  return typeof value === 'string' ? literal(value) : value;
}

/** An item that is not there yet is one all the same. */
function item(planned: PlannedValue, meaning: Meaning): unknown {
  return planned.unknown === true ? expressionOf(meaning.expressions.references) : configured(planned, meaning);
}

function unknownValue({ type, place, expressions, resolveUnknown, isGenerated }: Meaning): unknown {
  if (!expressions.refer && isComputed(type, place) && !isGenerated(place)) return undefined;
  const { references } = expressions;
  return resolveUnknown(place, references) ?? expressionOf(references);
}

/** Names of variables tell which values are secrets, and are none. */
function masked(value: unknown, place: string): unknown {
  if (place !== 'env' || !Array.isArray(value)) return SENSITIVE;
  return value.map((line: unknown) => (typeof line === 'string' ? `${/^\w+=/.exec(line)?.[0] ?? ''}${SENSITIVE}` : SENSITIVE));
}

function below({ value, unknown, sensitive }: PlannedValue, key: number | string): PlannedValue {
  return {
    value: part(value, key),
    unknown: unknown === true || part(unknown, key),
    sensitive: sensitive === true || part(sensitive, key),
  };
}

function within({ place, expressions, ...meaning }: Meaning, name: string): Meaning {
  return { ...meaning, place: place === '' ? name : `${place}.${name}`, expressions: expressions.below(name) };
}

function part(whole: unknown, key: number | string): unknown {
  if (Array.isArray(whole)) return whole[Number(key)] as unknown;
  return isRecord(whole) ? whole[key] : undefined;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}
