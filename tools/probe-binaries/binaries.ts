import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goBuild } from '../../cli/bootstrap/go-build';
import { packageRoot } from '../../constructs/package-root';

/** What the binaries are, when the compiler is the one that is named with them. */
interface Checksums {
  /** Version of the compiler, such as `go1.26.8`. */
  readonly go: string;
  /** By file name. */
  readonly sha256: Readonly<Record<string, string>>;
}

export const CHECKSUMS = join(packageRoot(), 'images', 'probe', 'checksums.json');

const ARCHITECTURES = ['amd64', 'arm64'];

export function readChecksums(): Checksums {
  return JSON.parse(readFileSync(CHECKSUMS, 'utf8')) as Checksums;
}

/** Compiles the probe for each processor, by the compiler that the checksums name. */
export async function buildProbes(directory: string): Promise<void> {
  for (const architecture of ARCHITECTURES) {
    await goBuild(
      {
        module: join(packageRoot(), 'tools', 'probe'),
        package: '.',
        output: join(directory, fileOf(architecture)),
        environment: { GOOS: 'linux', GOARCH: architecture, GOTOOLCHAIN: readChecksums().go },
      },
      () => undefined,
    );
  }
}

/** What the binaries in a directory are. */
export function checksumsOf(directory: string): Checksums['sha256'] {
  return Object.fromEntries(
    ARCHITECTURES.map(fileOf).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(directory, file)))
        .digest('hex'),
    ]),
  );
}

function fileOf(architecture: string): string {
  return `probe-linux-${architecture}`;
}
