import type { ContainerFacts, Drift } from '../../../facts/container-facts';
import { allKnown, known, knownOf, type Items, type Known } from '../../../facts/known';
import { imageReference } from '../../../normalise/image-reference';
import { imageKey } from '../declarations';
import type { Field, Pair } from './compare';
import { redacted } from './redact';
import { SINGLE_FIELDS } from './fields';
import { LIST_FIELDS } from './lists';

/** Differences between a container and its declaration; other spellings of one value are none. */
export function driftOf(pair: Pair): Items<Drift> {
  return FIELDS.flatMap((field) => field(pair));
}

/** A container that is declared and not there. What its declaration says has nothing to contradict it. */
export function missing(declared: ContainerFacts): ContainerFacts {
  const drift = { attribute: 'container', rule: 'SDG-17.1', declared: 'present', live: 'missing' };
  return { ...declared, drift: [declared.name.known ? known(drift) : declared.name] };
}

const FIELDS: readonly Field[] = [state, image, command, ...SINGLE_FIELDS, ...LIST_FIELDS];

/** A volume loader that was started, or an app that does not run. */
function state({ declared: { starts, isLongRunning }, baseline }: Pair): Items<Drift> {
  const isLoader = starts.known && !starts.value;
  const isUp = isLongRunning.known && isLongRunning.value;
  if (!isLoader && !isUp) return [];
  if (!baseline.state.known) return [baseline.state];
  const live = baseline.state.value ?? 'in no state';
  if (isLoader) return live === 'created' ? [] : [known({ attribute: 'start', rule: 'SDG-17.1', declared: 'false', live })];
  return ['restarting', 'running'].includes(live) ? [] : [known({ attribute: 'must_run', rule: 'SDG-17.1', declared: 'true', live })];
}

/** An image that is named by its identifier is the same as by one of its names. */
function image({ declared, live, baseline }: Pair): Items<Drift> {
  if (!declared.image.known) return [];
  if (!live.image.known) return [live.image];
  const wanted = imageKey(declared.image.value);
  const isById = live.image.value.repository === '';
  const names = isById ? baseline.imageNames : [];
  const keys = [imageKey(live.image.value), ...knownOf(names).map((name) => imageKey(imageReference(name)))];
  if (keys.includes(wanted)) return [];
  const doubt = names.find((name) => !name.known);
  if (doubt !== undefined) return [doubt];
  return [known({ attribute: 'image', rule: 'SDG-01.1', declared: declared.image.value.name, live: live.image.value.name })];
}

/** The image has the entrypoint where none is declared, and all of it where nothing is. */
function command({ declared, live, baseline }: Pair): Items<Drift> {
  if (declared.command.some((word) => !word.known)) return [];
  const found = allKnown(live.command);
  if (!found.known) return [found];
  const wanted = knownOf(declared.command);
  if (wanted.length > 0 && isSame(found.value, wanted)) return [];
  const own = allKnown(wanted.length > 0 ? [...baseline.entrypoint, ...declared.command] : [...baseline.entrypoint, ...baseline.command]);
  if (!own.known) return isSame(found.value.slice(found.value.length - wanted.length), wanted) ? [own] : [difference(wanted, found.value)];
  return isSame(found.value, own.value) ? [] : [difference(own.value, found.value)];
}

function difference(wanted: readonly string[], found: readonly string[]): Known<Drift> {
  return known({ attribute: 'command', rule: 'SDG-09.1', declared: commandText(wanted), live: commandText(found) });
}

/** Arguments may hold secrets. */
function commandText([program = 'none', ...rest]: readonly string[]): string {
  return rest.length === 0 ? program : `${program} and arguments ${redacted(JSON.stringify(rest))}`;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}
