import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installPackages } from '../../../cli/bootstrap/debian';
import { lastLines } from '../../../operations/process/run';
import type { CommandResult } from '../../live/harness/command';
import { freePort } from '../../live/harness/free-port';
import { cachedDisk, type Disk } from './disk';
import { Ssh } from './ssh';

const START_MILLISECONDS = 300_000;
const STOP_MILLISECONDS = 10_000;
/** Ends a machine whose test was killed. */
const LONGEST_LIFE = '60m';

const HARDWARE = ['-accel', 'kvm', '-cpu', 'host'];
/** An old model: programs then leave out the wide vector instructions, whose emulation costs a third more. */
const EMULATED = ['-accel', 'tcg,thread=multi', '-cpu', 'Nehalem'];

/**
 * A prepared Docker host: Debian 12 in QEMU, with AppArmor, auditd and cgroup v2. It reaches nothing, and only 127.0.0.1 reaches its ssh.
 * What it writes is gone when it stops.
 */
export class Machine {
  static async start(): Promise<Machine> {
    await installPackages(['qemu-system-x86_64', 'ssh', 'ssh-keygen'], ['qemu-system-x86', 'openssh-client'], say);
    const disk = await cachedDisk(say);
    const directory = await mkdtemp(join(tmpdir(), 'machine-'));
    try {
      return await Machine.boot(disk, directory);
    } catch (error) {
      await rm(directory, { recursive: true });
      throw error;
    }
  }

  /** Kernels exist on which the device is there and the first instruction fails: emulation always works. */
  private static async boot(disk: Disk, directory: string): Promise<Machine> {
    const ssh = await Ssh.withNewKey(directory);
    for (const processor of kvmIsThere() ? [HARDWARE, EMULATED] : [EMULATED]) {
      const port = await freePort();
      await ssh.expect(port, disk.hostKey);
      const machine = new Machine(directory, ssh, port, launch(disk, directory, port, ssh.publicKey, processor));
      if (await machine.isUp()) return machine;
      await machine.end();
    }
    const logs = ['qemu.log', 'serial.log'].map((name) => readFile(join(directory, name), 'utf8').catch(() => ''));
    throw new Error(`the machine did not start; its last words:\n${lastLines((await Promise.all(logs)).join('\n'), 20)}`);
  }

  private readonly began = Date.now();

  private constructor(
    private readonly directory: string,
    private readonly ssh: Ssh,
    private readonly port: number,
    private readonly process: ChildProcess,
  ) {}

  /** Runs a program as root, without a shell reading its arguments. */
  run(...command: readonly string[]): Promise<CommandResult> {
    return this.ssh.run(command);
  }

  /** What a program printed. @throws with its errors if it fails */
  async read(...command: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.ssh.run(command);
    if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${String(exitCode)}:\n${stderr}${stdout}`);
    return stdout;
  }

  /** @param path absolute, on the machine */
  async write(path: string, content: string): Promise<void> {
    const { exitCode, stderr } = await this.ssh.run(['dd', 'status=none', `of=${path}`], content);
    if (exitCode !== 0) throw new Error(`${path} could not be written: ${stderr}`);
  }

  /** For programs that deploy to it over ssh. */
  async environment(): Promise<Readonly<Record<string, string>>> {
    return { ...(await this.ssh.environment()), DOCKER_HOST: `ssh://root@127.0.0.1:${String(this.port)}` };
  }

  /** Stops it at once: nothing that it wrote is kept. */
  async stop(): Promise<void> {
    await this.ssh.close();
    await this.end();
    await rm(this.directory, { recursive: true });
  }

  private async isUp(): Promise<boolean> {
    while (!this.hasEnded && !(await this.hasStuck()) && Date.now() - this.began < START_MILLISECONDS) {
      // Starting what is started does nothing; until it is, it waits.
      const { exitCode } = await this.run('systemctl', 'start', 'apparmor', 'auditd', 'docker');
      if (exitCode === 0) {
        say(`machine started in ${String(Math.round((Date.now() - this.began) / 1000))} s`);
        return true;
      }
      await sleep(500);
    }
    return false;
  }

  /** A processor that cannot do what it promised: QEMU says so, and stands still. */
  private async hasStuck(): Promise<boolean> {
    return (await readFile(join(this.directory, 'qemu.log'), 'utf8')).includes('KVM internal error');
  }

  private get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  private async end(): Promise<void> {
    const deadline = Date.now() + STOP_MILLISECONDS;
    this.process.kill('SIGTERM');
    while (!this.hasEnded && Date.now() < deadline) await sleep(50);
  }
}

function launch(disk: Disk, directory: string, port: number, publicKey: string, processor: readonly string[]): ChildProcess {
  const kernel = [
    'root=/dev/vda rw console=ttyS0 quiet systemd.show_status=no audit=1 apparmor=1 security=apparmor',
    `"systemd.set_credential=ssh.authorized_keys.root:${publicKey}"`,
  ];
  const log = openSync(join(directory, 'qemu.log'), 'w');
  const options = [
    processor,
    ['-smp', '2'],
    ['-m', '2048'],
    ['-nodefaults'],
    ['-no-user-config'],
    ['-no-reboot'],
    ['-display', 'none'],
    ['-kernel', disk.kernel],
    ['-initrd', disk.initialRamdisk],
    ['-append', kernel.join(' ')],
    ['-drive', `file=${disk.image},format=raw,if=virtio,snapshot=on`],
    ['-nic', `user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:${String(port)}-:22`],
    ['-serial', `file:${join(directory, 'serial.log')}`],
  ];
  const child = spawn('timeout', [LONGEST_LIFE, 'qemu-system-x86_64', ...options.flat()], { stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

function kvmIsThere(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function say(activity: string): void {
  process.stdout.write(`    ${activity}\n`);
}
