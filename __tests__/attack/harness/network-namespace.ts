import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand, type CommandResult } from '../../live/harness/command';
import { runProgram } from './program';

/**
 * A network of its own for an engine and what talks to it: two engines in one network take each other's firewall rules away
 * (docs/decisions/001-one-embedded-engine.md).
 */
export class NetworkNamespace {
  static async create(name: string): Promise<NetworkNamespace> {
    const namespace = new NetworkNamespace(name);
    await namespace.remove();
    await runProgram('ip', 'netns', 'add', name);
    await runProgram('ip', '-netns', name, 'link', 'set', 'lo', 'up');
    return namespace;
  }

  private readonly enter: string;

  private constructor(readonly name: string) {
    this.enter = `--net=/run/netns/${name}`;
  }

  /** Runs a program to its end. Only the network is another one: `ip netns exec` would also hide the cgroups. */
  run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    return runCommand(...this.entering(program, args), { cwd: '/', environment });
  }

  /** Command line that runs a program in this network. */
  entering(program: string, args: readonly string[]): readonly [program: string, args: readonly string[]] {
    return ['nsenter', [this.enter, program, ...args]];
  }

  /** Starts a program that stays. */
  start(program: string, args: readonly string[]): BackgroundProgram {
    return new BackgroundProgram(...this.entering(program, args));
  }

  async remove(): Promise<void> {
    await runCommand('ip', ['netns', 'delete', this.name], { cwd: '/' });
  }
}

/** A program that runs until the test ends it. */
export class BackgroundProgram {
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;
  private output = '';

  constructor(program: string, args: readonly string[]) {
    // It also ends when the test run is killed.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.closed = new Promise((resolve) => {
      child.once('error', () => {
        resolve();
      });
      child.once('close', () => {
        resolve();
      });
    });
  }

  /** Waits, at most five seconds, until it has printed something. */
  async says(text: string): Promise<void> {
    for (let wait = 0; !this.output.includes(text); wait++) {
      if (wait === 100) throw new Error(`it does not say ${JSON.stringify(text)}, but ${JSON.stringify(this.output)}`);
      await sleep(50);
    }
  }

  /** Ends it, and returns what it printed. */
  async end(): Promise<string> {
    this.child.kill('SIGTERM');
    await Promise.race([this.closed, sleep(20_000, undefined, { ref: false })]);
    return this.output;
  }
}
