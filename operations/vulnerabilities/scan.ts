import { AppEngineError } from '../../constructs/errors';
import type { ReleasedVulnerabilities } from '../../constructs/release/release';
import { SEVERITY_NAMES } from '../../constructs/vulnerabilities/severity';
import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import { harmless } from '../process/harmless';
import type { ProgressCallback } from '../progress';
import { parseSpdx } from '../sbom/spdx';
import type { Session } from '../session';
import { checkAccepted } from './accepted';
import { openDatabase, type OpenDatabase } from './database';
import { matchesOf } from './grype';
import { judged, type Finding } from './judge';

/** Result of a look at an image. */
export interface Scan {
  /** As people call the image, such as `acme/shop 3`. */
  readonly subject: string;
  /** How many packages the image has. */
  readonly packages: number;
  readonly findings: readonly Finding[];
  /** Day on which the database was made, `YYYY-MM-DD`. */
  readonly database: string;
}

/** A policy whose database is ready, and whose exemptions hold today. */
export interface Gate {
  readonly policy: VulnerabilityPolicyDescription;
  readonly database: OpenDatabase;
}

/**
 * Makes a policy ready, before anything is built or changed.
 * @param owner tenant whose policy it is, or `platform`
 * @throws AppEngineError VulnerabilityAcceptanceOver, VulnerabilityDatabaseMissing, VulnerabilityDatabaseUnreadable, VulnerabilityDatabaseStale
 */
export async function openGate(
  session: Session,
  policy: VulnerabilityPolicyDescription,
  owner: string,
  report: ProgressCallback,
  now = new Date(),
): Promise<Gate> {
  checkAccepted(policy.accepted, owner, now.toISOString().slice(0, 10));
  return { policy, database: await openDatabase(session, policy, report, now) };
}

/** @param spdx list of packages of the image */
export async function scan(session: Session, { policy, database }: Gate, subject: string, spdx: string): Promise<Scan> {
  const { packages } = parseSpdx(spdx, subject);
  return {
    subject,
    // The first one is the image itself.
    packages: packages.length - 1,
    findings: judged(await matchesOf(session, database.directory, spdx), policy),
    database: database.built.toISOString().slice(0, 10),
  };
}

/** How many there are, as a release has it. */
export function summaryOf({ findings, database }: Scan): ReleasedVulnerabilities {
  const count = (is: (finding: Finding) => boolean): number => findings.filter(is).length;
  const [critical = 0, high = 0, medium = 0, low = 0, negligible = 0, unknown = 0] = SEVERITY_NAMES.map((name) =>
    count(({ severity }) => severity === name),
  );
  return { critical, high, medium, low, negligible, unknown, accepted: count(({ verdict }) => verdict === 'accepted'), database };
}

/** Those that a policy does not let through. */
export function refusedOf({ findings }: Scan): readonly Finding[] {
  return findings.filter(({ verdict }) => verdict === 'refused');
}

const MOST_SHOWN = 20;

/** Refuses to release an image that the policy does not let through. @throws AppEngineError VulnerabilitiesRefused */
export function refuse(scanned: Scan): void {
  const refused = refusedOf(scanned);
  if (refused.length === 0) return;
  const lines = refused.slice(0, MOST_SHOWN).map((finding) => `    ${sentenceOf(finding)}`);
  const more = refused.length > MOST_SHOWN ? [`    and ${String(refused.length - MOST_SHOWN)} others`] : [];
  throw new AppEngineError(
    'VulnerabilitiesRefused',
    `${scanned.subject} has ${String(refused.length)} known vulnerabilities that the policy refuses; upgrade the packages, or accept each with a reason and an end: Vulnerability.accepted('${refused[0]?.id ?? ''}', { reason: '…', until: '…' })\n${[...lines, ...more].join('\n')}`,
  );
}

function sentenceOf({ id, severity, package: name, installed, fixed }: Finding): string {
  return harmless(`${id} ${severity}: ${name} ${installed}, ${fixOf(fixed)}`);
}

/** Words for what to do. */
export function fixOf(fixed: readonly string[]): string {
  return fixed.length === 0 ? 'no version fixes it yet' : `upgrade to ${fixed.join(' or ')}`;
}
