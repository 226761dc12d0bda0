import { SEVERITY_NAMES, isAtLeast, type SeverityName } from '../../constructs/vulnerabilities/severity';
import type { AcceptedVulnerability, VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';

/** A known vulnerability of a package in an image. */
export interface Match {
  /** Such as `CVE-2026-1234`. */
  readonly id: string;
  /** Other ids of the same one. */
  readonly aliases: readonly string[];
  readonly severity: SeverityName;
  readonly package: string;
  /** Type of the package, such as `deb`. */
  readonly type: string;
  readonly installed: string;
  /** Versions without it; empty where there is none yet. */
  readonly fixed: readonly string[];
}

/** Judgement of a match by a policy. */
export type Verdict = 'accepted' | 'refused' | 'reported';

/** A match, with its judgement. */
export interface Finding extends Match {
  readonly verdict: Verdict;
  /** Undefined where it is not accepted. */
  readonly acceptance: AcceptedVulnerability | undefined;
}

/** Policy, as far as it judges. */
export type Judge = Pick<VulnerabilityPolicyDescription, 'accepted' | 'refuses'>;

/** The findings of an image, the worst first; each vulnerability of a package in a version once. */
export function judged(matches: readonly Match[], { refuses, accepted }: Judge): readonly Finding[] {
  const distinct = new Map(matches.map((match) => [JSON.stringify([match.id, match.type, match.package, match.installed]), match]));
  return [...distinct.values()]
    .map((match): Finding => {
      const acceptance = accepted.find((one) => covers(one, match));
      const isRefused = refuses !== undefined && isAtLeast(match.severity, refuses.from) && (match.fixed.length > 0 || !refuses.onlyFixed);
      return { ...match, verdict: acceptance !== undefined ? 'accepted' : isRefused ? 'refused' : 'reported', acceptance };
    })
    .sort((a, b) => compareKeys(sortKey(a), sortKey(b)));
}

/** True where an acceptance is about a match. */
export function covers({ id, package: name }: AcceptedVulnerability, match: Match): boolean {
  return (id === match.id || match.aliases.includes(id)) && (name === undefined || name === match.package);
}

function sortKey({ verdict, severity, package: name, id, installed }: Finding): readonly string[] {
  const verdicts: readonly Verdict[] = ['refused', 'reported', 'accepted'];
  return [String(verdicts.indexOf(verdict)), String(SEVERITY_NAMES.indexOf(severity)), name, id, installed];
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((part, place) => part !== b[place]);
  return index === -1 ? 0 : (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
}
