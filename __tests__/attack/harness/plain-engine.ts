import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand, type CommandResult } from '../../live/harness/command';
import type { BackgroundProgram, NetworkNamespace } from './network-namespace';
import { runProgram } from './program';

/** Where this engine also listens, in its own network: what guideline 2 is about. */
export const PLAIN_TCP = 'tcp://127.0.0.1:2375';
const PATIENCE_MS = 30_000;

export interface PlainEngineProps {
  /** Private to the engine, with a short path: its socket is there. */
  readonly directory: string;
  readonly network: NetworkNamespace;
  /** Settings beside where its files are, as in daemon.json. @default none */
  readonly settings?: Readonly<Record<string, unknown>> & { readonly hosts?: readonly string[] };
  /** Program and arguments that get `--config-file=FILE` as the last one. @default the engine that is on PATH */
  readonly command?: readonly [program: string, ...args: string[]];
}

/** An engine as its package leaves it: no configuration but where its files are. */
export class PlainEngine {
  readonly socket: string;
  private readonly configuration: string;
  private readonly pidFile: string;
  private daemon: BackgroundProgram | undefined;

  constructor(private readonly props: PlainEngineProps) {
    const { directory } = props;
    this.socket = join(directory, 'docker.sock');
    this.configuration = join(directory, 'daemon.json');
    this.pidFile = join(directory, 'dockerd.pid');
  }

  async start(): Promise<void> {
    const { directory, network, settings, command } = this.props;
    mkdirSync(directory, { recursive: true });
    const configuration = {
      ...settings,
      'data-root': join(directory, 'data'),
      'exec-root': join(directory, 'exec'),
      pidfile: this.pidFile,
      hosts: [`unix://${this.socket}`, ...(settings?.hosts ?? [])],
    };
    writeFileSync(this.configuration, JSON.stringify(configuration));
    const [program, ...args] = command ?? ['dockerd'];
    this.daemon = network.start(program, [...args, `--config-file=${this.configuration}`]);
    const deadline = Date.now() + PATIENCE_MS;
    while ((await this.docker('version')).exitCode !== 0) {
      if (Date.now() > deadline) throw new Error(`the engine does not answer:\n${await this.daemon.end()}`);
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    await this.daemon?.end();
    this.daemon = undefined;
  }

  /** Stops an engine that an aborted run left, and removes all that is on it. */
  async remove(): Promise<void> {
    await this.stop();
    const left = this.leftPid();
    if (left !== undefined) process.kill(left, 'SIGTERM');
    for (let wait = 0; wait < 200 && this.leftPid() !== undefined; wait++) await sleep(100);
    const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.filter((path) => path.startsWith(`${this.props.directory}/`)).reverse()) await runProgram('umount', mount);
    rmSync(this.props.directory, { recursive: true, force: true });
  }

  private leftPid(): number | undefined {
    try {
      const pid = Number(readFileSync(this.pidFile, 'utf8'));
      return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(this.configuration) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  docker(...args: readonly string[]): Promise<CommandResult> {
    return runCommand('docker', ['--host', `unix://${this.socket}`, ...args], { cwd: '/' });
  }

  /** Runs the docker client. @throws with its output when it fails */
  async must(...args: readonly string[]): Promise<string> {
    return (await runProgram('docker', '--host', `unix://${this.socket}`, ...args)).stdout.trim();
  }
}
