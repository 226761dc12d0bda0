import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressCallback } from '../progress';

/** Terraform, OpenTofu, their provider, and the health gate that they run. */
const PROGRAMS = /terraform|tofu|health-gate/;
/** For a Terraform that writes its state, and for what has lost its Terraform. */
const [PATIENCE_MILLISECONDS, ORPHANED_MILLISECONDS] = [60_000, 2_000];

/**
 * Ends what a deployment that was cut off has left at work: Terraform as an interrupt would, so that it writes its state, and what does not listen for good.
 * @param processGroup that it ran in; undefined if none is known
 */
export async function endLeftoverProcesses(processGroup: number | undefined, report: ProgressCallback): Promise<void> {
  if (processGroup === undefined || membersOf(processGroup).length === 0) return;
  report('an earlier deploy was cut off, and its Terraform is still at work: waiting for its end');
  signal(processGroup, 'SIGINT');
  // Terraform leads the group.
  const isLed = membersOf(processGroup).includes(String(processGroup));
  const deadline = Date.now() + (isLed ? PATIENCE_MILLISECONDS : ORPHANED_MILLISECONDS);
  while (membersOf(processGroup).length > 0) {
    if (Date.now() > deadline) signal(processGroup, 'SIGKILL');
    await sleep(100);
  }
}

function signal(processGroup: number, name: NodeJS.Signals): void {
  try {
    process.kill(-processGroup, name);
  } catch {
    // It has just ended by itself.
  }
}

/** Processes of the group that are ours: its number may be that of another group by now. */
function membersOf(processGroup: number): readonly string[] {
  if (!existsSync('/proc/self/stat')) return [];
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      // After the name in parentheses: state, parent, group.
      const [state, , group] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(group) === processGroup && state !== 'Z' && PROGRAMS.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    } catch {
      return false;
    }
  });
}
