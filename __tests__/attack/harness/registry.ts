import { mkdirSync, rmSync } from 'node:fs';
import { freePort } from '../../live/harness/free-port';
import { BackgroundProgram, type NetworkNamespace } from './network-namespace';

/** A registry over http at the same address of two networks, with the same images: each engine finds it on its own 127.0.0.1. */
export class LocalRegistry {
  static async start(program: string, directory: string, network: NetworkNamespace): Promise<LocalRegistry> {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const address = `127.0.0.1:${String(await freePort())}`;
    const args = ['registry', '--listen', address, '--directory', directory];
    const registry = new LocalRegistry(address, [network.start(program, args), new BackgroundProgram(program, args)]);
    for (const server of registry.servers) await server.says('listening');
    return registry;
  }

  private constructor(
    readonly address: string,
    private readonly servers: readonly BackgroundProgram[],
  ) {}

  async stop(): Promise<void> {
    for (const server of this.servers) await server.end();
  }
}
