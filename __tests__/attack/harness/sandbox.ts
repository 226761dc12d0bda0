import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { builtDirectory, goBuild } from '../../../cli/bootstrap/go-build';
import { Workspace } from '../../../operations/workspace';
import { packageRoot } from '../../../constructs/package-root';

/** Path of gVisor's runtime, built from its Go module once a machine and version. */
export async function buildSandbox(): Promise<string> {
  const module = join(packageRoot(), 'tools', 'runsc');
  const output = join(builtDirectory(Workspace.find(packageRoot(), process.env).cacheDirectory, module), 'runsc');
  if (!existsSync(output)) {
    await goBuild({ module, package: 'gvisor.dev/gvisor/runsc', output }, () => undefined);
  }
  return output;
}
