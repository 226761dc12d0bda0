import type { Known } from '../../../guidelines/facts/known';
import type { PlannedStack, StackSide } from '../stack/planned-stack';
import { containerGrants } from './container-grants';
import { describedGrants } from './described-grants';
import type { Grant, SecurityChange } from './grant';
import { resourceGrants } from './resource-grants';

/** Words for what only an apply tells. */
export const KNOWN_LATER = 'known after the apply';

/** Differences between what a stack gives and what it would give. A change of text alone has none. */
export function securityDiff({ name, before, after }: PlannedStack): readonly SecurityChange[] {
  // Of what an earlier version has deployed, the state tells neither reasons nor quotas.
  const isDescribed = before.outputs.security !== undefined || before.facts.length === 0;
  return diffOfGrants(grantsOf(name, before), grantsOf(name, isDescribed ? after : withoutDescription(after)));
}

/** True where the state says no more than resources do: exemptions, quotas, egress and waivers cannot be compared. */
export function isUndescribed({ before, after }: PlannedStack): boolean {
  return after.outputs.security !== undefined && before.outputs.security === undefined && before.facts.length > 0;
}

/** All that one side of a stack gives. */
function grantsOf(stack: string, { facts, outputs }: StackSide): readonly Grant[] {
  const containers = facts.filter((fact) => fact.kind === 'container');
  return [...containers.flatMap(containerGrants), ...resourceGrants(facts), ...describedGrants(stack, outputs)];
}

/** Differences of two sets of grants, the wider ones first. */
export function diffOfGrants(before: readonly Grant[], after: readonly Grant[]): readonly SecurityChange[] {
  const [old, now] = [widest(before), widest(after)];
  const [places, placesNow] = [placesOf(old), placesOf(now)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .flatMap((id): readonly SecurityChange[] => {
      const [was, is] = [old.get(id), now.get(id)];
      const grant = is ?? was;
      if (grant === undefined) return [];
      const isWholeNew = was === undefined && !places.has(grant.where);
      const isWholeGone = is === undefined && !placesNow.has(grant.where);
      if (grant.isUsual === true && (isWholeNew || isWholeGone)) return [];
      // That something which is gone had another value is no news.
      if (isWholeGone && grant.having === 'changed') return [];
      const direction = directionOf(was, is);
      if (direction === undefined) return [];
      const { kind, key, where, guideline, reason } = grant;
      const [from, to] = [textOf(was?.text), textOf(is?.text)];
      return [{ direction, kind, key, where, from, to, guideline, ...(reason === undefined ? {} : { reason }) }];
    })
    .sort((a, b) => compare(orderOf(a), orderOf(b)));
}

function directionOf(was: Grant | undefined, is: Grant | undefined): SecurityChange['direction'] | undefined {
  if (was === undefined || is === undefined) {
    if (is?.text.known === false) return 'unknown';
    const { having = 'wider' } = is ?? was ?? {};
    if (having === 'changed') return 'changed';
    return (having === 'wider') === (is !== undefined) ? 'wider' : 'narrower';
  }
  if (!is.text.known) return was.text.known ? 'unknown' : undefined;
  // Of what was not known there is nothing to compare with.
  if (!was.text.known || (was.text.value === is.text.value && was.reason === is.reason)) return undefined;
  if (was.level === undefined || is.level === undefined || was.level === is.level) return 'changed';
  return is.level > was.level ? 'wider' : 'narrower';
}

/** One a place: of the replicas of an app the one that goes furthest. */
function widest(grants: readonly Grant[]): ReadonlyMap<string, Grant> {
  const found = new Map<string, Grant>();
  for (const grant of grants) {
    const id = JSON.stringify([grant.kind, grant.where, grant.key]);
    const other = found.get(id);
    if (other === undefined || (grant.level ?? 0) > (other.level ?? 0)) found.set(id, grant);
  }
  return found;
}

/** Places with grants that all of a kind have. */
function placesOf(grants: ReadonlyMap<string, Grant>): ReadonlySet<string> {
  return new Set([...grants.values()].filter(({ isUsual }) => isUsual === true).map(({ where }) => where));
}

function textOf(text: Known<string> | undefined): string {
  if (text === undefined) return '';
  return text.known ? text.value : KNOWN_LATER;
}

function withoutDescription({ facts, outputs: { security: _security, ...outputs } }: StackSide): StackSide {
  return { facts, outputs };
}

const ORDER: readonly SecurityChange['direction'][] = ['wider', 'unknown', 'changed', 'narrower'];

function orderOf({ direction, where, kind, key }: SecurityChange): string {
  return [ORDER.indexOf(direction), where, kind, key].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
