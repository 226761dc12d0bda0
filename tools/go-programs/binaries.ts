import { join } from 'node:path';
import { goBuild } from '../../cli/bootstrap/go-build';
import { checksumOf, GoProgram, type Checksums } from '../../cli/bootstrap/go-program';

/** Compiles a program for each processor, by the compiler that the checksums name. */
export async function buildProgram(program: GoProgram, directory: string): Promise<void> {
  for (const architecture of GoProgram.architectures) {
    await goBuild(
      {
        module: program.module,
        package: '.',
        output: join(directory, program.fileOf(architecture)),
        environment: { GOOS: 'linux', GOARCH: architecture, GOTOOLCHAIN: program.checksums.go },
      },
      () => undefined,
    );
  }
}

/** What the binaries in a directory are. */
export function checksumsIn(directory: string, program: GoProgram): Checksums['sha256'] {
  return Object.fromEntries(
    GoProgram.architectures
      .map((architecture) => program.fileOf(architecture))
      .map((file): [string, string] => [file, checksumOf(join(directory, file))]),
  );
}
