import { canInstallPackages } from '../../../cli/bootstrap/debian';
import { findProgram } from '../../../cli/process/find-program';
import { hasCachedDisk } from './disk';

/** Why no machine can start here; undefined if one can. In CI the suites run and fail instead of being skipped. */
function obstacle(): string | undefined {
  if (process.env.CI !== undefined || canInstallPackages()) return undefined;
  if (findProgram('qemu-system-x86_64') === undefined) return 'no QEMU, and only root on Debian can install it';
  return hasCachedDisk() ? undefined : 'no disk yet, and only root on Debian can make it';
}

/** A suite that needs a host with an LSM; skipped, with the reason in its name, where no machine can be started. */
export function describeOnMachine(name: string, suite: () => void): void {
  const reason = obstacle();
  if (reason === undefined) describe(name, suite);
  else describe.skip(`${name} (skipped: ${reason})`, suite);
}
