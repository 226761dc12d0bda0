import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from '../../cli/bootstrap/debian';
import { builtDirectory, goBuild } from '../../cli/bootstrap/go-build';
import { packageRoot } from '../../constructs/package-root';
import type { Command } from './command';

const MODULE = join(packageRoot(), 'tools', 'engines', 'moby');

/** Release that the pinned module becomes, in its `releases/versions.yaml`: without it the engine calls itself "library-import". */
const VERSION = 'github.com/moby/moby/v2/dockerversion.Version=29.8.1';

interface Program {
  readonly package: string;
  readonly variables?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  dockerd: { package: 'github.com/moby/moby/v2/cmd/dockerd', variables: [VERSION] },
  'docker-proxy': { package: 'github.com/moby/moby/v2/cmd/docker-proxy' },
  containerd: { package: 'github.com/containerd/containerd/v2/cmd/containerd' },
  'containerd-shim-runc-v2': { package: 'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2' },
  runc: { package: 'github.com/opencontainers/runc', environment: { CGO_ENABLED: '1', GOFLAGS: '-tags=seccomp' } },
};

/** Engine 29 with the containerd and the runc of its day, built from their Go modules. */
export async function mobyEngine(cache: string, _directory: string, report: (activity: string) => void): Promise<Command> {
  const built = builtDirectory(cache, MODULE);
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const output = join(built, name);
    if (existsSync(output)) continue;
    if (program.environment !== undefined) await installSeccomp(report);
    await goBuild({ module: MODULE, output, ...program }, () => undefined);
    report(`${name} built`);
  }
  // The engine finds its other programs on PATH; docker-init and iptables are those of this machine.
  return ['env', `PATH=${built}:${process.env.PATH ?? ''}`, 'dockerd'];
}

/** The headers of libseccomp have no program that would tell whether they are there: one is installed with them. */
async function installSeccomp(report: (activity: string) => void): Promise<void> {
  const packages = ['gcc', 'libc6-dev', 'libseccomp-dev', 'pkg-config', 'seccomp'];
  await installPackages(['gcc', 'pkg-config', 'scmp_sys_resolver'], packages, report);
}
