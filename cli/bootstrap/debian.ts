import { readFileSync } from 'node:fs';
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
  report('apt-get update');
  await runToSuccess('apt-get', ['update'], { environment });
  report(`apt-get install ${packages.join(' ')}`);
  await runToSuccess('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { environment });
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
