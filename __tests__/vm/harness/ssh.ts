import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../../cli/process/find-program';
import { run, runToSuccess } from '../../../operations/process/run';
import type { CommandResult } from '../../live/harness/command';

const AGENT_MILLISECONDS = 5000;

/** Root on one machine, over ssh with a key pair of its own. The machine proves itself with the one host key that its disk has. */
export class Ssh {
  /** @param directory private to the machine, with a short path: the sockets are in it */
  static async withNewKey(directory: string): Promise<Ssh> {
    const privateKey = join(directory, 'key');
    await runToSuccess('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', privateKey]);
    return new Ssh(directory, privateKey, (await readFile(`${privateKey}.pub`, 'utf8')).trim());
  }

  private readonly configuration: string;
  private agent: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly privateKey: string,
    readonly publicKey: string,
  ) {
    this.configuration = join(directory, 'ssh-config');
  }

  /** Where the machine listens, on 127.0.0.1, and how it proves itself. */
  async expect(port: number, hostKey: string): Promise<void> {
    const knownHosts = join(this.directory, 'known-hosts');
    await writeFile(knownHosts, `[127.0.0.1]:${String(port)} ${hostKey}\n`);
    const settings = {
      Port: String(port),
      IdentityFile: this.privateKey,
      IdentitiesOnly: 'yes',
      UserKnownHostsFile: knownHosts,
      StrictHostKeyChecking: 'yes',
      BatchMode: 'yes',
      ConnectTimeout: '5',
      // One connection for all commands: an emulated processor takes a second for each handshake.
      ControlMaster: 'auto',
      ControlPath: join(this.directory, 'master'),
      ControlPersist: '60',
    };
    const lines = Object.entries(settings).map(([name, value]) => `  ${name} ${value}\n`);
    await writeFile(this.configuration, `Host 127.0.0.1\n${lines.join('')}`);
  }

  /** Runs a program to its end. @param input what it reads */
  run(command: readonly string[], input = ''): Promise<CommandResult> {
    const began = Date.now();
    const child = spawn('ssh', [...this.target, '--', command.map(quoted).join(' ')], { stdio: ['pipe', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    // A program that ends before it has read everything is a result, not an error.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ exitCode: code ?? 1, ...output, seconds: (Date.now() - began) / 1000 });
      });
    });
  }

  /**
   * What programs need that reach the machine themselves, as Terraform and the docker client do: the private key in an agent of its own, and an `ssh`
   * that knows the machine's host key, which no configuration of this user's does.
   */
  async environment(): Promise<Readonly<Record<string, string>>> {
    const socket = join(this.directory, 'agent');
    if (this.agent === undefined) {
      this.agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
      const deadline = Date.now() + AGENT_MILLISECONDS;
      while (!existsSync(socket) && Date.now() < deadline) await sleep(20);
      await runToSuccess('ssh-add', ['-q', this.privateKey], { environment: { ...process.env, SSH_AUTH_SOCK: socket } });
    }
    const programs = join(this.directory, 'bin');
    await mkdir(programs, { recursive: true });
    const client = join(programs, 'ssh');
    await writeFile(client, `#!/bin/sh\nexec '${findProgram('ssh') ?? 'ssh'}' -F '${this.configuration}' "$@"\n`, { mode: 0o700 });
    return { SSH_AUTH_SOCK: socket, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
  }

  /** Ends the shared connection and the agent. */
  async close(): Promise<void> {
    this.agent?.kill();
    if (existsSync(join(this.directory, 'master'))) await run('ssh', [...this.target.slice(0, 2), '-O', 'exit', '127.0.0.1']);
  }

  private get target(): readonly string[] {
    return ['-F', this.configuration, 'root@127.0.0.1'];
  }
}

/** A remote shell splits what ssh sends into words again. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
