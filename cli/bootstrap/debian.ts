import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../process/find-program';
import { runToSuccess } from '../../operations/process/run';
import type { ProgressCallback } from '../../operations/progress';

/** True if packages can be installed: root, on Debian or a child of it. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*\bdebian\b/m.test(osRelease()) && findProgram('apt-get') !== undefined;
}

/** Installs Debian packages unless every one of `programs` is already on PATH. */
export async function installPackages(programs: readonly string[], packages: readonly string[], report: ProgressCallback): Promise<void> {
  if (programs.every((program) => findProgram(program) !== undefined)) return;
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    report(['apt-get', ...args.filter((arg) => !arg.startsWith('-'))].join(' '));
    await onceUnlocked(() => runToSuccess('apt-get', args, { environment }), report);
  }
}

/** Tries again for as long as another process, such as an automatic upgrade after a boot, holds a lock of apt or dpkg. */
export async function onceUnlocked<T>(
  install: () => Promise<T>,
  report: ProgressCallback,
  { patience = 600, interval = 5 } = {},
): Promise<T> {
  for (let waited = 0; ; waited += interval) {
    try {
      return await install();
    } catch (error) {
      const [, lock] = /Could not get lock (\S+?)\.? /.exec(error instanceof Error ? error.message : '') ?? [];
      if (lock === undefined || waited >= patience) throw error;
      report(`waiting for another installation of packages, which holds ${lock}`);
      await sleep(interval * 1000);
    }
  }
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
