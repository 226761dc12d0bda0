import { AppEngineError } from '../../constructs/errors';
import type { AcceptedVulnerability } from '../../constructs/vulnerabilities/vulnerability-policy';
import { daysBetween } from '../../guidelines/calendar';

const LONGEST_DAYS = 90;

/**
 * Refuses a policy that accepts something for too long, or no longer.
 * @param owner tenant whose policy it is, or `platform`
 * @param today `YYYY-MM-DD`
 * @throws AppEngineError VulnerabilityAcceptanceOver
 */
export function checkAccepted(accepted: readonly AcceptedVulnerability[], owner: string, today: string): void {
  for (const { id, until, reason } of accepted) {
    const days = daysBetween(today, until) ?? -1;
    if (days >= 0 && days <= LONGEST_DAYS) continue;
    const problem = days < 0 ? `ended on ${until}` : `ends on ${until}, which is more than ${String(LONGEST_DAYS)} days away`;
    throw new AppEngineError(
      'VulnerabilityAcceptanceOver',
      `the policy of ${owner} accepts ${id} (${reason}), and that ${problem}; upgrade the package and drop the line, or decide again: Vulnerability.accepted('${id}', { reason: '…', until: '…' })`,
    );
  }
}
