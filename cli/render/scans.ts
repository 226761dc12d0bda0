import { SEVERITY_NAMES } from '../../constructs/vulnerabilities/severity';
import type { AcceptedVulnerability } from '../../constructs/vulnerabilities/vulnerability-policy';
import { harmless } from '../../operations/process/harmless';
import type { Finding } from '../../operations/vulnerabilities/judge';
import { fixOf, refusedOf, summaryOf, type Scan } from '../../operations/vulnerabilities/scan';
import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';

/** Text of what was found, the worst first. @param idle exemptions that are about nothing that was found */
export function renderScans(scans: readonly Scan[], idle: readonly AcceptedVulnerability[]): string {
  if (scans.length === 0) return 'Nothing runs, and nothing was released.\n';
  const rows = scans.flatMap((scan) => scan.findings.map((finding) => rowOf(scan, finding)));
  const table =
    rows.length === 0 ? '' : `${renderTable(rows, ['', 'IMAGE', 'VULNERABILITY', 'SEVERITY', 'PACKAGE', 'INSTALLED', 'WHAT TO DO'])}\n`;
  const summaries = scans.map((scan) => `  ${scan.subject}: ${summaryText(scan)}\n`);
  const idleLines = idle.map(
    ({ id, package: name, until }) =>
      `  ${colors.yellow('!')} ${id}${name === undefined ? '' : ` in ${name}`} is accepted until ${until}, and in no image: drop the line\n`,
  );
  const first = scans.flatMap(refusedOf)[0];
  const next =
    first === undefined
      ? ''
      : `Next: upgrade, or accept with a reason and an end: Vulnerability.accepted('${harmless(first.id)}', { reason: '…', until: '…' })\n`;
  return `${table}${summaries.join('')}${idleLines.join('')}${next}`;
}

function rowOf(
  { subject }: Scan,
  { verdict, id, severity, package: name, type, installed, fixed, acceptance }: Finding,
): readonly string[] {
  const marks = { accepted: colors.green('✔'), refused: colors.red('✘'), reported: ' ' };
  const todo = acceptance === undefined ? fixOf(fixed) : `accepted until ${acceptance.until}: ${acceptance.reason}`;
  return [marks[verdict], subject, ...[id, severity, `${name} (${type})`, installed, todo].map(harmless)];
}

/** Such as `143 packages, 1 critical, 2 high; 1 refused; database of 2026-11-28`. */
function summaryText(scan: Scan): string {
  const summary = summaryOf(scan);
  const counts = SEVERITY_NAMES.filter((name) => summary[name] > 0).map((name) => `${String(summary[name])} ${name}`);
  const refused = refusedOf(scan).length;
  return [
    [`${String(scan.packages)} packages`, ...(counts.length === 0 ? ['no known vulnerability'] : counts)].join(', '),
    ...(refused === 0 ? [] : [colors.red(`${String(refused)} refused`)]),
    ...(summary.accepted === 0 ? [] : [`${String(summary.accepted)} accepted`]),
    `database of ${summary.database}`,
  ].join('; ');
}
