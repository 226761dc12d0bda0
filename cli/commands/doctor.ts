import { colors } from '../terminal/colors';
import { bootstrapSteps } from '../bootstrap/bootstrap';
import { adoptEnvironment } from '../bootstrap/environment';
import type { Finding, Step } from '../bootstrap/step';
import { diskUsage } from '../../operations/disk/disk-usage';
import { describeDisk, type DiskLine } from '../render/disk';
import { checkGo, checkNode, checkPorts } from '../doctor/checks';
import { row } from '../terminal/format';
import { tellResult } from '../terminal/result';
import { openSession } from '../session';

/** Tells what is there and what is missing; changes nothing. Resolves to the exit code. */
export async function doctor(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  const steps: Finding[] = [];
  for (const step of bootstrapSteps(session)) {
    const finding = await checkSafely(step);
    adoptEnvironment(finding.environment);
    steps.push(finding);
  }
  // A compiler matters only where something has to be made.
  const compiler = steps.every(({ found }) => found) ? [] : [checkGo()];
  const findings = [checkNode(), ...compiler, ...steps, ...(await checkPorts(session))];

  const disk = await diskUsage(session);

  const documents = findings.map(({ found, subject, detail, fix }) => ({ found, subject, detail, ...(fix === undefined ? {} : { fix }) }));
  tellResult(options, { findings: documents, disk: disk ?? null }, () =>
    [...findings.map(render), ...describeDisk(disk).map(renderTaken)].join(''),
  );
  return findings.every(({ found }) => found) ? 0 : 1;
}

/** A step that cannot even look (no engine to ask) is a finding too. */
async function checkSafely(step: Step): Promise<Finding> {
  try {
    return await step.check();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { found: false, subject: step.title, detail: `cannot be checked: ${reason}`, fix: 'fix the items above first' };
  }
}

/** Nothing is missing: it is there to be freed. */
function renderTaken({ subject, detail, free }: DiskLine): string {
  return `  ${colors.dim('·')} ${row(subject, free === undefined ? detail : `${detail}; to free it: ${free}`)}\n`;
}

function render({ found, subject, detail, fix }: Finding): string {
  const line = `  ${found ? colors.green('✔') : colors.red('✖')} ${row(subject, detail)}\n`;
  return fix === undefined ? line : `${line}    ${row('', `fix: ${fix}`)}\n`;
}
