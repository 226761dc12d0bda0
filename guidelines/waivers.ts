import { SHORTEST_REASON } from '../constructs/exemption';
import { daysBetween } from './calendar';
import { constructPath } from './normalise/construct-path';
import type { Rule } from './rule';

/** Accepts a finding for a limited time. */
export interface Waiver {
  /** Such as `SDG-05.4`. */
  readonly rule: string;
  /** Construct path, with all below it, or the address of a resource. */
  readonly target: string;
  /** The value it is about, as the finding shows it. @default every finding of the rule at the target */
  readonly finding?: string;
  /** At least 10 characters: what needs it, and what limits the damage. */
  readonly reason: string;
  /** Person or team that decides again at its end. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, at most 90 days from now. */
  readonly expires: string;
}

/** The off switch of a construct: the reason stands where the default is switched off, so it needs neither owner nor end. */
export type ConstructWaiver = Omit<Waiver, 'expires' | 'owner'>;

/** Reason for an accepted finding. */
export interface Acceptance {
  readonly source: 'construct' | 'pack' | 'waiver';
  readonly reason: string;
  /** @default its construct, or its pack, decides */
  readonly owner?: string;
  /** @default as long as the construct, or the pack, says so */
  readonly expires?: string;
  /** True where it ends within 14 days. @default no end, or a later one */
  readonly endsSoon?: true;
}

const LONGEST_DAYS = 90;
const SOON_DAYS = 14;

/** True where a waiver covers this finding. */
export function covers(
  waiver: ConstructWaiver,
  finding: { readonly address: string; readonly path: string; readonly value: string },
): boolean {
  return isAt(waiver.target, finding) && (waiver.finding === undefined || waiver.finding === finding.value);
}

/** True for the target of a waiver and everything below it. */
export function isAt(target: string, { address, path }: { readonly address: string; readonly path: string }): boolean {
  const place = constructPath(target);
  return place === address || place === path || path.startsWith(`${place}/`);
}

/** True for targets that only an engine has: its host, and resources that no stack declares. */
export function isOfEngine(target: string): boolean {
  return target === 'host' || target.startsWith('engine/');
}

/** True where an end is at most 14 days away. @param today `YYYY-MM-DD` */
export function endsSoon(expires: string, today: string): boolean {
  const days = daysBetween(today, expires);
  return days !== undefined && days <= SOON_DAYS;
}

/** Reason why a waiver is invalid: then it accepts nothing. @param today `YYYY-MM-DD` */
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
