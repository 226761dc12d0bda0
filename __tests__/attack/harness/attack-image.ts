import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { goBuild } from '../../../cli/bootstrap/go-build';
import { packageRoot } from '../../../constructs/package-root';
import type { PlainEngine } from './plain-engine';
import { runProgram } from './program';

/** The attack program, the directory its image is built from, and the archive that brings it to both engines. */
export class AttackImage {
  static async build(directory: string): Promise<AttackImage> {
    const image = new AttackImage(directory);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(image.context, { recursive: true });
    await goBuild({ module: join(packageRoot(), 'tools', 'attacks'), package: '.', output: image.binary }, () => undefined);
    copyFileSync(join(packageRoot(), '__tests__', 'attack', 'fixture', 'Dockerfile'), join(image.context, 'Dockerfile'));
    return image;
  }

  /** What a build sees. */
  readonly context: string;
  /** The program, for what runs outside of containers. */
  readonly binary: string;

  private constructor(private readonly directory: string) {
    this.context = join(directory, 'image');
    this.binary = join(this.context, 'attacks');
  }

  /** Brings an image from the prepared engine to the plain one. */
  async copy(name: string, from: string, to: PlainEngine): Promise<void> {
    const archive = join(this.directory, 'image.tar');
    await runProgram('docker', '--host', from, 'save', '--output', archive, name);
    await to.must('load', '--input', archive);
    rmSync(archive);
  }

  /** Makes an image of the program alone, which says `marker`, and pushes it. @returns its digest */
  async push(engine: PlainEngine, reference: string, marker: string): Promise<string> {
    const archive = join(this.directory, 'app.tar');
    await runProgram('tar', '--create', `--file=${archive}`, `--directory=${this.context}`, 'attacks');
    const command = JSON.stringify(['serve', '--marker', marker]);
    await engine.must('import', '--change', 'ENTRYPOINT ["/attacks"]', '--change', `CMD ${command}`, archive, reference);
    rmSync(archive);
    const pushed = await engine.must('push', reference);
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1];
    if (digest === undefined) throw new Error(`the registry named no digest:\n${pushed}`);
    return digest;
  }
}
