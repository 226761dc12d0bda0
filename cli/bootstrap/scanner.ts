import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { runToSuccess } from '../../operations/process/run';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { findProgram } from '../process/find-program';
import { formatDuration } from '../terminal/format';
import { builtDirectory, goBuild } from './go-build';
import type { Finding, Step } from './step';

const MODULE = join(packageRoot(), 'tools', 'scanners');

/** A program that looks into images, on the machine that builds them and nowhere else. */
interface Scanner {
  readonly name: 'grype' | 'syft';
  /** That which `tools/scanners` pins. */
  readonly version: string;
  readonly purpose: string;
}

const SYFT: Scanner = { name: 'syft', version: '1.57.1', purpose: 'lists what is in an image' };
const GRYPE: Scanner = { name: 'grype', version: '0.121.3', purpose: 'looks for known vulnerabilities' };

/** syft or grype: one on PATH that is not older than the pinned one, else built from `tools/scanners`. */
export class ScannerStep implements Step {
  /** Lists what is in an image. */
  static syft(session: Session): ScannerStep {
    return new ScannerStep(session, SYFT);
  }

  /** Looks for known vulnerabilities. */
  static grype(session: Session): ScannerStep {
    return new ScannerStep(session, GRYPE);
  }

  readonly title: string;
  private readonly builtBinary: string;

  private constructor(
    session: Session,
    private readonly scanner: Scanner,
  ) {
    this.title = scanner.name;
    this.builtBinary = join(builtDirectory(session.workspace.cacheDirectory, MODULE), scanner.name);
  }

  async check(): Promise<Finding> {
    const { name, version, purpose } = this.scanner;
    const onPath = findProgram(name);
    const found = onPath === undefined || onPath === this.builtBinary ? undefined : await versionOf(onPath);
    if (found !== undefined && fits(found, version)) return { found: true, subject: `${name} ${found}`, detail: 'on PATH' };
    if (existsSync(this.builtBinary)) {
      const directory = dirname(this.builtBinary);
      const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== directory);
      return {
        found: true,
        subject: `${name} ${version}`,
        detail: "built, from this machine's cache",
        environment: { PATH: [directory, ...path].join(delimiter) },
      };
    }
    return {
      found: false,
      subject: name,
      detail: found === undefined ? `${name}, which ${purpose}, is not on PATH` : `${name} ${found} on PATH does not fit`,
      fix: `install ${name} ${version}, or Go, by which it is built once`,
    };
  }

  async apply(report: ProgressCallback): Promise<string> {
    const began = Date.now();
    const { name, version } = this.scanner;
    await goBuild(
      {
        module: MODULE,
        package: `github.com/anchore/${name}/cmd/${name}`,
        variables: [`main.version=${version}`],
        output: this.builtBinary,
      },
      report,
    );
    return `built from Go modules in ${formatDuration(Date.now() - began)} (cached from now on)`;
  }
}

/** True for the pinned version, and for a later one that promises the same: of the same major version, and before 1.0 of the same minor one. */
export function fits(found: string, pinned: string): boolean {
  const [a, b] = [partsOf(found), partsOf(pinned)];
  if (a === undefined || b === undefined || a[0] !== b[0] || (a[0] === 0 && a[1] !== b[1])) return false;
  const index = a.findIndex((part, place) => part !== b[place]);
  return index === -1 || (a[index] ?? 0) > (b[index] ?? 0);
}

function partsOf(version: string): readonly number[] | undefined {
  return /^v?(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
}

async function versionOf(binary: string): Promise<string> {
  try {
    const { stdout } = await runToSuccess(binary, ['version', '--output', 'json']);
    return (JSON.parse(stdout) as { version?: string }).version ?? '(unknown version)';
  } catch {
    return '(unknown version)';
  }
}
