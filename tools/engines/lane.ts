import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackgroundProgram, NetworkNamespace } from '../../__tests__/attack/harness/network-namespace';
import { PlainEngine } from '../../__tests__/attack/harness/plain-engine';
import { runProgram } from '../../__tests__/attack/harness/program';
import { installPackages } from '../../cli/bootstrap/debian';
import type { EngineRelease } from './engines';

const ROUTE_MILLISECONDS = 10_000;

/** An engine as its package leaves it, in a network of its own from which it reaches what this machine reaches. */
export class Lane {
  /** @param cache directory that keeps programs of engines */
  static async start(release: EngineRelease, cache: string, report: (activity: string) => void): Promise<Lane> {
    const name = `appengine-engine-${release.name}`;
    const directory = join(tmpdir(), name);
    await installPackages(['dockerd', 'iptables'], ['docker.io', 'iptables'], report);
    await installPackages(['slirp4netns'], ['slirp4netns'], report);
    const command = await release.provide(cache, directory, report);
    const network = await NetworkNamespace.create(name);
    const engine = new PlainEngine({ directory, network, command });
    await engine.remove();
    const lane = new Lane(network, engine, connect(name));
    try {
      await reaches(name);
      await engine.start();
      const version = await engine.must('version', '--format', '{{.Server.Version}}');
      if (!version.startsWith(`${release.name}.`)) throw new Error(`the engine is ${version}, and not ${release.name}`);
      report(`engine ${version} started`);
    } catch (error) {
      await lane.stop();
      throw error;
    }
    return lane;
  }

  private constructor(
    private readonly network: NetworkNamespace,
    private readonly engine: PlainEngine,
    private readonly uplink: BackgroundProgram,
  ) {}

  /** Runs a program beside the engine, where its published ports are. @returns its exit code */
  run(program: string, args: readonly string[]): Promise<number> {
    const environment = { ...process.env, DOCKER_HOST: `unix://${this.engine.socket}` };
    return new Promise((resolve, reject) => {
      const child = spawn(...this.network.entering(program, args), { env: environment, stdio: 'inherit' });
      child.once('error', reject);
      child.once('close', (code) => {
        resolve(code ?? 1);
      });
    });
  }

  async stop(): Promise<void> {
    await this.engine.remove();
    await this.uplink.end();
    await this.network.remove();
  }
}

/** A network in user space: neither this machine's addresses nor its firewall change. */
function connect(network: string): BackgroundProgram {
  const options = ['--configure', '--mtu=1400', '--disable-host-loopback', '--netns-type=path'];
  return new BackgroundProgram('slirp4netns', [...options, `/run/netns/${network}`, 'tap0']);
}

async function reaches(network: string): Promise<void> {
  const deadline = Date.now() + ROUTE_MILLISECONDS;
  while ((await runProgram('ip', '-netns', network, 'route', 'show', 'default')).stdout === '') {
    if (Date.now() > deadline) throw new Error(`slirp4netns gave ${network} no route`);
    await sleep(50);
  }
}
