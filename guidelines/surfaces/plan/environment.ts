import { isExpression } from '../block';
import type { Json } from './plan-json';

/**
 * Variables of a container. A plan does not even tell the name of one whose value is not there yet, and of one sensitive value it makes them all
 * sensitive: where the configuration is at hand, those are taken from there.
 * @param planned of the plan @param written of the configuration
 */
export function withNames(planned: Json, written: Json): Json {
  if (!isTexts(planned.env) || !isTexts(written.env)) return planned;
  const known = planned.env.filter((line) => !isExpression(line));
  const names = new Set(known.map(nameOf));
  const others = written.env.filter((line) => !names.has(nameOf(line)));
  return known.length + others.length < planned.env.length ? planned : { ...planned, env: [...known, ...others] };
}

/** A line without a name stands for itself. */
function nameOf(line: string): string {
  return /^(\w+)=/.exec(line)?.[1] ?? line;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
