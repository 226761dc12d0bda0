import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';

/** Checksums of the binaries, for the compiler that is named with them. */
export interface Checksums {
  /** Version of the compiler, such as `go1.26.8`. */
  readonly go: string;
  /** Recipe of the sources, which is also the tag of the root image. */
  readonly sources: string;
  /** By file name. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** A static program of ours: Go sources in `tools/`, and in a published package binaries in `dist/`, whose checksums are in `images/`. */
export class GoProgram {
  /** Health checks of apps, shared by containers. */
  static readonly probe = new GoProgram('probe');
  /** Jobs of the platform's own containers beside serving. */
  static readonly agent = new GoProgram('agent');
  static readonly all: readonly GoProgram[] = [GoProgram.agent, GoProgram.probe];

  /** Processors that there are binaries for, as Go and the engine name them. */
  static readonly architectures: readonly string[] = ['amd64', 'arm64'];

  /** Directory of the Go module. */
  readonly module: string;
  /** Directory of the binaries in a published package. */
  readonly packaged: string;
  readonly checksumsFile: string;

  private constructor(readonly name: string) {
    this.module = join(packageRoot(), 'tools', name);
    this.packaged = join(packageRoot(), 'dist', name);
    this.checksumsFile = join(packageRoot(), 'images', name, 'checksums.json');
  }

  fileOf(architecture: string): string {
    return `${this.name}-linux-${architecture}`;
  }

  get checksums(): Checksums {
    return JSON.parse(readFileSync(this.checksumsFile, 'utf8')) as Checksums;
  }

  /**
   * Binary for a processor, if the package has the one of these sources; what an earlier build has left in a checkout is not it.
   * @param architecture of the engine, such as `amd64`
   */
  packagedBinary(recipe: string, architecture: string): string | undefined {
    const [binary, { sources, sha256 }] = [join(this.packaged, this.fileOf(architecture)), this.checksums];
    const isIt = sources === recipe && existsSync(binary) && checksumOf(binary) === sha256[this.fileOf(architecture)];
    return isIt ? binary : undefined;
  }
}

/** SHA-256 in hexadecimal. */
export function checksumOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
