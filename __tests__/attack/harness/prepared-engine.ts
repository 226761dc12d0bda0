import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { EmbeddedEngine } from '../../../cli/engine/embedded';
import { runCommand } from '../../live/harness/command';
import { NetworkNamespace } from './network-namespace';
import { runProgram } from './program';

/** A second embedded engine, in a network of its own, that a test may stop while it has containers. */
export class PreparedEngine {
  static async create(directory: string): Promise<PreparedEngine> {
    return new PreparedEngine(directory, await NetworkNamespace.create('appengine-attack-prepared'));
  }

  private readonly engine: EmbeddedEngine;
  private readonly directories: readonly [data: string, run: string];

  private constructor(
    directory: string,
    readonly network: NetworkNamespace,
  ) {
    this.directories = [join(directory, 'data'), join(directory, 'run')];
    const [dataDirectory, runDirectory] = this.directories;
    this.engine = new EmbeddedEngine({ dataDirectory, runDirectory });
  }

  /** The engine, and the rules of its firewall, are in the network of the process that starts it. */
  start(): Promise<void> {
    return this.tell('start');
  }

  stop(): Promise<void> {
    return this.tell('stop');
  }

  /** Brings an image from another engine. */
  async load(image: string, from: string, archive: string): Promise<void> {
    await runProgram('docker', '--host', from, 'save', '--output', archive, image);
    await runProgram('docker', '--host', this.engine.host, 'load', '--input', archive);
    await rm(archive);
  }

  /** Starts a container. @returns its address */
  async run(image: string): Promise<string> {
    const host = ['--host', this.engine.host];
    const id = (await runProgram('docker', ...host, 'run', '--detach', image)).stdout.trim();
    return (await runProgram('docker', ...host, 'inspect', '--format', '{{.NetworkSettings.IPAddress}}', id)).stdout.trim();
  }

  /** Removes it with its containers: live-restore would leave them running. */
  async remove(): Promise<void> {
    const host = ['--host', this.engine.host];
    const { stdout } = await runCommand('docker', [...host, 'ps', '--all', '--quiet'], { cwd: '/' });
    for (const id of stdout.split('\n').filter((line) => line !== '')) await runProgram('docker', ...host, 'rm', '--force', id);
    await this.stop();
    await this.engine.removeData();
    await this.network.remove();
  }

  private async tell(command: 'start' | 'stop'): Promise<void> {
    const script = join(packageRoot(), '__tests__', 'attack', 'harness', 'tell-engine.ts');
    const loader = join(packageRoot(), 'node_modules', 'tsx', 'dist', 'loader.mjs');
    const result = await this.network.run(process.execPath, ['--import', loader, script, command, ...this.directories]);
    if (result.exitCode !== 0) throw new Error(`the prepared engine does not ${command}:\n${result.stderr}`);
  }
}
