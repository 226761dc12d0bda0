import { mkdir, rm, writeFile } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../live/harness/command';
import { Project } from '../live/harness/project';
import { ATTACKS, type AttackId } from './attacks';
import { AttackImage } from './harness/attack-image';
import { Hardened } from './harness/hardened';
import { NetworkNamespace } from './harness/network-namespace';
import { PLAIN_TCP, PlainEngine } from './harness/plain-engine';
import { LocalRegistry } from './harness/registry';
import { buildSandbox } from './harness/sandbox';
import { outcomeOf, type Outcome } from './outcome';

/** What a file of the host says that only an intruder reads. */
export const MARKER = 'marker';

/** What the tests work with, once it is there. */
interface Parts {
  readonly program: AttackImage;
  readonly network: NetworkNamespace;
  readonly plain: PlainEngine;
  readonly registry: LocalRegistry;
  readonly ours: Hardened;
  readonly image: string;
}

/** Both sides: a plain engine in a network of its own, and the stacks on the prepared engine, with the same image on both. */
export class Field {
  /** Where engines, images and disks of the tests are: short, because paths of sockets have to be. */
  private readonly directory = join(tmpdir(), 'appengine-attack');
  private readonly undo: (() => Promise<void>)[] = [];
  private readonly parts: Partial<Parts> = {};

  /** Builds both sides. What it has built when it fails is removed as well. */
  async prepare(): Promise<void> {
    this.undo.push(() => rm(this.directory, { recursive: true, force: true }));
    const program = await AttackImage.build(join(this.directory, 'program'));
    const network = await NetworkNamespace.create('appengine-attack');
    this.undo.push(() => network.remove());
    const plain = new PlainEngine({
      directory: join(this.directory, 'plain'),
      network,
      settings: {
        hosts: [PLAIN_TCP],
        runtimes: { runsc: { path: await buildSandbox(), runtimeArgs: ['--platform=systrap', '--ignore-cgroups'] } },
      },
    });
    await plain.remove();
    this.undo.push(() => plain.remove());
    await plain.start();
    const registry = await LocalRegistry.start(program.binary, join(this.directory, 'registry'), network);
    this.undo.push(() => registry.stop());
    await mkdir(this.hostDirectory, { recursive: true });
    await writeFile(this.hostMarker, `${MARKER}\n`, { mode: 0o600 });
    Object.assign(this.parts, { program, network, plain, registry });
    await this.deploy();
  }

  private async deploy(): Promise<void> {
    const { program, plain, registry } = this;
    const digest = await program.push(plain, this.tag, 'original');
    const project = await Project.fixture(
      'attack',
      { ATTACK_CONTEXT: program.context, ATTACK_REGISTRY: registry.address, ATTACK_PINNED: `${registry.address}/app@${digest}` },
      'attack',
    );
    this.undo.push(async () => {
      await project.remove();
      // It bears the registry's name, and no instance's.
      await project.docker
        .getImage(`${registry.address}/app@${digest}`)
        .remove({ force: true })
        .catch(() => undefined);
    });
    // What an aborted run has left would be in the way.
    if ((await project.leftovers()).length > 0) await project.remove();
    const result = await project.appengine('up');
    if (result.exitCode !== 0) throw new Error(`up ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    const ours = new Hardened(project);
    const { Config } = await project.docker.getContainer(await ours.container('mallory', 'attacker')).inspect();
    await program.copy(Config.Image, project.environment.DOCKER_HOST ?? '', plain);
    Object.assign(this.parts, { ours, image: Config.Image });
  }

  async remove(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
  }

  private part<Name extends keyof Parts>(name: Name): Parts[Name] {
    const part = this.parts[name];
    if (part === undefined) throw new Error(`${name} is not there yet`);
    return part;
  }

  get program(): AttackImage {
    return this.part('program');
  }

  get network(): NetworkNamespace {
    return this.part('network');
  }

  get plain(): PlainEngine {
    return this.part('plain');
  }

  get registry(): LocalRegistry {
    return this.part('registry');
  }

  get ours(): Hardened {
    return this.part('ours');
  }

  /** The image with the attack program, on both engines. */
  get image(): string {
    return this.part('image');
  }

  /** Tag in the registry, which can be moved. */
  get tag(): string {
    return `${this.registry.address}/app:stable`;
  }

  /** A directory of the host with a file that only root reads. */
  get hostDirectory(): string {
    return join(this.directory, 'host');
  }

  /** The file of the host that only root reads. */
  get hostMarker(): string {
    return join(this.hostDirectory, 'marker');
  }

  /** For an engine, or a disk, of one test alone. */
  scratch(name: string): string {
    return join(this.directory, name);
  }

  /** Options of the `docker run` that an attack names, with its `$NAME`s filled in. */
  private optionsOf(id: AttackId, values: Readonly<Record<string, string>>): readonly string[] {
    const [program, command, ...options] = ATTACKS[id].plain.split(' ');
    if (program !== 'docker' || command !== 'run') return [];
    return options.map((word) => word.replace(/\$([A-Z]+)/, (_, name: string) => values[name] ?? ''));
  }

  /** What an attack in a plain container comes to, run with the options that it names. */
  async runPlain(id: AttackId, args: readonly string[], values: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return outcomeOf(await this.plain.docker('run', '--rm', ...this.optionsOf(id, values), this.image, ...args));
  }

  /** Starts a plain container that stays. @returns its id */
  async startPlain(id: AttackId, args: readonly string[] = ['serve'], ...more: readonly string[]): Promise<string> {
    return this.plain.must('run', '--detach', ...this.optionsOf(id, {}), ...more, this.image, ...args);
  }

  /** What an attack comes to inside a plain container that runs already. */
  async attackPlain(container: string, ...args: readonly string[]): Promise<Outcome> {
    return outcomeOf(await this.plain.docker('exec', container, '/usr/local/bin/attacks', ...args));
  }

  /** Address of a plain container on the default bridge. */
  async addressOf(container: string): Promise<string> {
    return this.plain.must('inspect', '--format', '{{.NetworkSettings.IPAddress}}', container);
  }

  async removePlain(...containers: readonly string[]): Promise<void> {
    await this.plain.must('rm', '--force', '--volumes', ...containers);
  }

  /** What an attack comes to in a sandbox. */
  async runSandboxed(args: readonly string[]): Promise<Outcome> {
    return outcomeOf(await this.plain.docker('run', '--rm', '--runtime', 'runsc', '--network', 'none', this.image, ...args));
  }

  /** The same attempt without any container: what stops it there is this kernel. */
  async onHost(...args: readonly string[]): Promise<Outcome> {
    return outcomeOf(await runCommand(this.program.binary, args, { cwd: '/' }));
  }

  get kernel(): string {
    return release();
  }
}
