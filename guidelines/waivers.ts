import { SHORTEST_REASON } from '../constructs/off-switch';
import { daysBetween } from './calendar';
import { constructPath } from './normalise/construct-path';
import type { Rule } from './rule';

/** A finding that somebody accepts, for a while. */
export interface Waiver {
  /** Such as `SDG-05.4`. */
  readonly rule: string;
  /** Construct path, with all below it, or the address of a resource. */
  readonly target: string;
  /** The value it is about, as the finding shows it. @default every finding of the rule at the target */
  readonly finding?: string;
  /** At least 10 characters: what needs it, and what limits the damage. */
  readonly reason: string;
  /** Who decides about it again. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, at most 90 days from now. */
  readonly expires: string;
}

/** The off switch of a construct: the reason stands where the default is switched off, so it needs neither owner nor end. */
export type ConstructWaiver = Omit<Waiver, 'expires' | 'owner'>;

/** Why a finding is accepted. */
export interface Acceptance {
  readonly source: 'construct' | 'pack' | 'waiver';
  readonly reason: string;
  /** @default its construct, or its pack, decides */
  readonly owner?: string;
  /** @default as long as the construct, or the pack, says so */
  readonly expires?: string;
  /** Somebody has to decide again within 14 days. @default no end, or a later one */
  readonly endsSoon?: true;
}

const LONGEST_DAYS = 90;
const SOON_DAYS = 14;

/** Whether a waiver is about this finding. */
export function covers(
  waiver: ConstructWaiver,
  finding: { readonly address: string; readonly path: string; readonly value: string },
): boolean {
  return isAt(waiver.target, finding) && (waiver.finding === undefined || waiver.finding === finding.value);
}

/** Whether something is the target of a waiver, or below it. */
export function isAt(target: string, { address, path }: { readonly address: string; readonly path: string }): boolean {
  const place = constructPath(target);
  return place === address || place === path || path.startsWith(`${place}/`);
}

/** Whether only an engine has such a target: its host, or what no stack declares. */
export function isOfEngine(target: string): boolean {
  return target === 'host' || target.startsWith('engine/');
}

/** Whether an end is near. @param today `YYYY-MM-DD` */
export function endsSoon(expires: string, today: string): boolean {
  const days = daysBetween(today, expires);
  return days !== undefined && days <= SOON_DAYS;
}

/** What is wrong with a waiver by itself: then it accepts nothing. @param today `YYYY-MM-DD` */
export function flawOf(waiver: Waiver, rules: ReadonlyMap<string, Rule>, today: string): string | undefined {
  const rule = rules.get(waiver.rule);
  if (rule === undefined) return 'no such rule';
  if (rule.unwaivable === true) return 'nobody can waive this rule';
  if (waiver.reason.trim().length < SHORTEST_REASON) return `its reason has less than ${String(SHORTEST_REASON)} characters`;
  if (waiver.owner.trim() === '') return 'it has no owner';
  const days = daysBetween(today, waiver.expires);
  if (days === undefined) return `its end ${JSON.stringify(waiver.expires)} is no day such as 2027-01-31`;
  if (days < 0) return `it expired on ${waiver.expires}`;
  return days > LONGEST_DAYS ? `its end ${waiver.expires} is more than ${String(LONGEST_DAYS)} days away` : undefined;
}
