import { known, mapItems, mapKnown, unknown, type Items, type Known } from '../facts/known';
import { driverPaths } from '../normalise/driver-paths';
import { securityOption, type SecurityOption } from '../normalise/security-option';
import type { Block } from './block';

/** A switch that is off unless it is set. */
export function isOn(block: Block, name: string): Known<boolean> {
  return mapKnown(block.flag(name), (flag) => flag ?? false);
}

/** A switch that is on unless it is unset. */
export function isNotOff(block: Block, name: string): Known<boolean> {
  return mapKnown(block.flag(name), (flag) => flag ?? true);
}

/** True where a text is there or may be; in a plan an empty text counts as none. */
export function isGiven(block: Block, name: string): boolean {
  const text = block.text(name);
  return !text.known || (text.value ?? '') !== '';
}

/** A text that has to be there: without it the value is unknown. */
export function required(block: Block, name: string): Known<string> {
  const text = block.text(name);
  if (!text.known) return text;
  return text.value === undefined ? unknown(`${name} is not set`) : known(text.value);
}

export function securityOptions(block: Block, name: string): Items<SecurityOption> {
  return mapItems(block.texts(name), (text) => known(securityOption(text)));
}

/** Paths of the host in the options of a volume driver. */
export function driverPathsOf(block: Block, name: string): Items<string> {
  return mapItems(block.entries(name), ({ name: option, value }) => {
    if (value.known) return driverPaths(option, value.value).map(known);
    return driverPaths(option, '/').length > 0 || option === 'o' ? [value] : [];
  });
}
