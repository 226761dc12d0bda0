import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import type { ProgressCallback } from '../../operations/progress';
import { builtDirectory, goBuild } from './go-build';

/**
 * The server of object storage, built where that was not done before: some two minutes.
 * @param cache directory that all checkouts share
 * @param architecture of the machine that it runs on, as Go names it
 * @returns its file
 */
export async function versitygw(cache: string, architecture: string, report: ProgressCallback): Promise<string> {
  const module = join(packageRoot(), 'tools', 'object-store');
  const binary = join(builtDirectory(cache, module), `versitygw-linux-${architecture}`);
  if (!existsSync(binary)) {
    const environment = { GOOS: 'linux', GOARCH: architecture };
    await goBuild({ module, package: 'github.com/versity/versitygw/cmd/versitygw', output: binary, environment }, report);
  }
  return binary;
}
