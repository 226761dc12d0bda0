import { rm, writeFile } from 'node:fs/promises';
import { runProgram } from './program';

/** A disk of the host that the test made: its only content is a marker. */
export class LoopDevice {
  static async attach(file: string, marker: string): Promise<LoopDevice> {
    await writeFile(file, marker.padEnd(64 * 1024, '\0'));
    const device = (await runProgram('losetup', '--find', '--show', '--read-only', file)).stdout.trim();
    const [major = '', minor = ''] = (await runProgram('stat', '--format', '%Hr %Lr', device)).stdout.trim().split(' ');
    return new LoopDevice(device, file, ['--major', major, '--minor', minor]);
  }

  private constructor(
    readonly path: string,
    private readonly file: string,
    /** As the attack program takes them. */
    readonly numbers: readonly string[],
  ) {}

  async detach(): Promise<void> {
    await runProgram('losetup', '--detach', this.path);
    await rm(this.file);
  }
}
