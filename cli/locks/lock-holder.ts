import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';

/** The process that holds a lock or waits for it. */
export interface LockHolder {
  readonly pid: number;
  /** When the process started, comparable only with itself: a number of another process that has the same pid later is another one. */
  readonly started: string;
  readonly host: string;
  /** Distinguishes hosts of the same name; empty where nothing does. */
  readonly machine: string;
  readonly user: string;
  /** Such as `appengine up --only acme`. */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

/** This process. */
export function thisProcess(command: string): LockHolder {
  return {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    host: hostname(),
    machine: machine(),
    user: userName(),
    command,
    since: new Date().toISOString(),
  };
}

/** Name of the user that runs this process, or its number where the host has no name for it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${String(process.getuid?.() ?? '')}`;
  }
}

/** True if the process has ended for certain: on another host it cannot be known. */
export function hasEnded({ host, machine: other, pid, started }: LockHolder): boolean {
  if (host !== hostname() || other !== machine()) return false;
  if (!isRunning(pid)) return true;
  const running = startOf(pid);
  return running !== undefined && started !== '' && running !== started;
}

/** True if there is a process of this number, of any user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True if the process is seen to run. */
export function isRunningHere(holder: LockHolder): boolean {
  return holder.host === hostname() && holder.machine === machine() && !hasEnded(holder);
}

/** `` `appengine up` of anna on host1 (pid 4711), since 12:01 ``. */
export function describeHolder({ command, user, host, pid, since }: LockHolder): string {
  return `\`${command}\` of ${user} on ${host} (pid ${String(pid)}), since ${timeOf(since)}`;
}

/** `12:01` of today, `2026-11-28 12:01` of another day. */
function timeOf(since: string): string {
  const date = new Date(since);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** The installation of the system, and whose processes it can see: a container has numbers of its own for the same ones. Empty where there is no Linux. */
function machine(): string {
  try {
    return [machineId() ?? bootId(), readlinkSync('/proc/self/ns/pid')].join(' ');
  } catch {
    return '';
  }
}

function machineId(): string | undefined {
  const file = '/etc/machine-id';
  const id = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return id === '' ? undefined : id;
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Boot and ticks since then, on Linux; undefined elsewhere. */
function startOf(pid: number): string | undefined {
  try {
    // The second field, the program's name, is in parentheses and may hold anything.
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    return `${bootId()} ${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
