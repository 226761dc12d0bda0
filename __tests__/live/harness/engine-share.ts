import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of the embedded engine. */
const PID_FILE = '/run/appengine/dockerd.pid';
/** Of the kernel, whatever its own clock: a hundredth of a second. */
const TICKS_PER_SECOND = 100;

/** Percent of a core that the embedded engine takes for a while; undefined where another one is used. */
export async function engineShare(seconds: number): Promise<number | undefined> {
  if (!existsSync(PID_FILE)) return undefined;
  const stat = `/proc/${readFileSync(PID_FILE, 'utf8').trim()}/stat`;
  const before = ticksOf(stat);
  await sleep(seconds * 1000);
  return Math.round(((ticksOf(stat) - before) / TICKS_PER_SECOND / seconds) * 100);
}

/** Processor time of a process and the kernel for it. The name before it may hold spaces. */
function ticksOf(stat: string): number {
  const text = readFileSync(stat, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
