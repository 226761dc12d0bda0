import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttackImage } from '../../attack/harness/attack-image';
import { runCommand, type CommandResult } from '../../live/harness/command';
import { Project } from '../../live/harness/project';
import { Machine } from './machine';

/** Where the attack program is in its image. */
const ATTACKS = '/usr/local/bin/attacks';

/** An AppArmor profile for the host to load. */
export interface ProfileFile {
  readonly name: string;
  readonly text: string;
}

/** A machine, and the fixture project that is deployed to it over ssh. */
export class PreparedHost {
  static async start(): Promise<PreparedHost> {
    const context = mkdtempSync(join(tmpdir(), 'prepared-host-'));
    const machine = await Machine.start();
    try {
      const attacks = await AttackImage.build(join(context, 'attacks'));
      const project = await Project.fixture('vm', { ...(await machine.environment()), ATTACK_CONTEXT: attacks.context }, 'vm');
      return new PreparedHost(machine, project, context);
    } catch (error) {
      await machine.stop();
      throw error;
    }
  }

  private constructor(
    readonly machine: Machine,
    readonly project: Project,
    private readonly directory: string,
  ) {}

  /** Loads profiles, as a host has to before it starts their containers. */
  async load(profiles: readonly ProfileFile[]): Promise<void> {
    const files = profiles.map(({ name, text }) => ({ path: `/etc/apparmor.d/${name}`, text }));
    for (const { path, text } of files) await this.machine.write(path, text);
    await this.machine.read('apparmor_parser', '--replace', ...files.map(({ path }) => path));
  }

  /** The profiles of the fixture project. */
  async synthesizeProfiles(): Promise<readonly ProfileFile[]> {
    const { directory, environment } = this.project;
    const synth = { ...environment, CDKTF_OUTDIR: join(directory, 'profiles.out') };
    const { exitCode, stderr } = await runCommand(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: directory, environment: synth });
    if (exitCode !== 0) throw new Error(stderr);
    const profiles = join(directory, 'profiles');
    return readdirSync(profiles).map((name) => ({ name, text: readFileSync(join(profiles, name), 'utf8') }));
  }

  async up(): Promise<void> {
    const { exitCode, stdout, stderr } = await this.project.appengine('up');
    if (exitCode !== 0) throw new Error(`up ended with ${String(exitCode)}:\n${stdout}\n${stderr}`);
  }

  /** Name of the only replica of an app. */
  async replica(app: string): Promise<string> {
    const label = ['instance=vm', 'role=replica', `app=${app}`].flatMap((filter) => ['--filter', `label=appengine.${filter}`]);
    return (await this.machine.read('docker', 'ps', ...label, '--format', '{{.Names}}')).trim();
  }

  /** Runs a program in the only replica of an app. */
  async exec(app: string, ...command: readonly string[]): Promise<CommandResult> {
    return this.machine.run('docker', 'exec', await this.replica(app), ...command);
  }

  /** The attack program in a container with options of its own. */
  async attackWith(options: readonly string[], ...attack: readonly string[]): Promise<CommandResult> {
    const image = await this.machine.read('docker', 'inspect', '--format', '{{.Config.Image}}', await this.replica('intruder'));
    return this.machine.run('docker', 'run', '--rm', ...options, image.trim(), ...attack);
  }

  /** The attack program in the container that was deployed. */
  async attackInside(...attack: readonly string[]): Promise<CommandResult> {
    return this.exec('intruder', ATTACKS, ...attack);
  }

  /** The machine forgets everything by itself. */
  async stop(): Promise<void> {
    await this.machine.stop();
    rmSync(this.directory, { recursive: true });
    rmSync(this.project.directory, { recursive: true });
  }
}
