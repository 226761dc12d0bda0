import { isRecord } from '../block';
import { expressionOf, literal } from './expressions';
import { object, text, type Json } from './plan-json';

/** Provisioners as a configuration has them: a plan leaves them as they are written. */
export function provisioners(list: readonly Json[]): readonly Json[] {
  return list.map((provisioner) => ({ [text(provisioner, 'type')]: asWritten(object(provisioner, 'expressions')) }));
}

/** Arguments as they are written: constants, and expressions by the first thing that they refer to. */
export function asWritten(block: Json): Json {
  return Object.fromEntries(Object.entries(block).map(([name, value]) => [name, argument(value)]));
}

function argument(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(isRecord).map(asWritten);
  // An expression without anything is `null`.
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  if ('constant_value' in value) return constant(value.constant_value);
  if (!Array.isArray(value.references)) return asWritten(value);
  return expressionOf(value.references.filter((reference) => typeof reference === 'string'));
}

function constant(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(constant);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [literal(name), constant(item)]));
}
