import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { goBuild } from '../../../cli/bootstrap/go-build';
import { packageRoot } from '../../../constructs/package-root';

/** Path of gVisor's runtime, built from its Go module once a machine. */
export async function buildSandbox(): Promise<string> {
  const output = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'appengine', 'runsc');
  if (!existsSync(output)) {
    await goBuild({ module: join(packageRoot(), 'tools', 'runsc'), package: 'gvisor.dev/gvisor/runsc', output }, () => undefined);
  }
  return output;
}
