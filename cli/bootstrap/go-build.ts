import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { findProgram } from '../process/find-program';
import { runToSuccess } from '../../operations/process/run';
import type { ProgressCallback } from '../../operations/progress';

export interface GoBuild {
  /** Directory of the module that pins the versions. */
  readonly module: string;
  /** Import path, or `.`. */
  readonly package: string;
  /** Variables set at link time, as `path.name=value`. */
  readonly variables?: readonly string[];
  readonly output: string;
  /** Variables of the compiler, such as GOARCH. @default for this machine */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Directory below `cache` for what is built from a module: another one as soon as the module pins other versions. */
export function builtDirectory(cache: string, module: string): string {
  const pinned = readFileSync(join(module, 'go.sum'));
  return join(cache, 'built', `${basename(module)}-${createHash('sha256').update(pinned).digest('hex').slice(0, 12)}`);
}

/** Compiles a static, reproducible binary; `output` appears only once it is complete. */
export async function goBuild(build: GoBuild, report: ProgressCallback): Promise<void> {
  if (findProgram('go') === undefined) {
    throw new AppEngineError(
      'GoMissing',
      `building ${build.package} needs Go 1.21 or newer, which is not on PATH; install it and run again`,
    );
  }
  const partial = `${build.output}.${String(process.pid)}`;
  const linkerFlags = ['-s', '-w', '-buildid=', ...(build.variables ?? []).map((variable) => `-X ${variable}`)].join(' ');
  await mkdir(dirname(build.output), { recursive: true });
  try {
    report('compiling');
    await runToSuccess('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', linkerFlags, '-o', partial, build.package], {
      cwd: build.module,
      environment: { ...process.env, CGO_ENABLED: '0', ...build.environment },
      onLine: (line) => {
        report(`compiling, ${line}`);
      },
    });
    await rename(partial, build.output);
  } finally {
    await rm(partial, { force: true });
  }
}
