import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import Docker from 'dockerode';
import { packageRoot } from '../../../constructs/package-root';
import type { Scenario } from '../fixture/scenario';
import { runCommand, type CommandResult } from './command';
import { noteDeployment } from './deployment-log';
import { exported } from './exported';
import { freePort } from './free-port';

/** The part of `appengine status --json` that tests look at. */
export interface Status {
  readonly tenants: readonly {
    readonly name: string;
    readonly apps: readonly {
      readonly name: string;
      readonly urls: readonly string[];
      readonly replicas: number;
      readonly healthy: number;
      readonly image: string;
      readonly generation: string;
      readonly restarts: number;
      readonly problems: readonly string[];
    }[];
  }[];
  readonly proxies: readonly {
    readonly stack: string;
    readonly role: string;
    readonly state: string;
    readonly problems: readonly string[];
  }[];
}

/** As it is published where a run of all tests has compiled it, otherwise the source. */
export const CLI = process.env.APPENGINE_COMPILED ?? join(packageRoot(), 'bin', 'appengine.js');

/** A project with an instance of its own on the engine that the other suites use too. */
export class Project {
  /** A fixture project. @param instance name, `a-z` and `0-9`. @param kind of test whose fixture it is: `live` deploys scenarios */
  static async fixture(instance: string, environment: Readonly<Record<string, string>> = {}, kind = 'live'): Promise<Project> {
    const directory = join(packageRoot(), '.appengine', 'fixtures', instance);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, 'cdktf.json'),
      JSON.stringify({ language: 'typescript', app: 'node --import tsx main.ts', sendCrashReports: 'false' }),
    );
    writeFileSync(join(directory, 'main.ts'), `import '../../../__tests__/${kind}/fixture/main';\n`);
    return Project.open(directory, instance, environment);
  }

  /** The examples of this repository. */
  static examples(instance: string, environment: Readonly<Record<string, string>> = {}): Promise<Project> {
    return Project.open(packageRoot(), instance, environment);
  }

  /** Another checkout of the same project on the same engine, without what `.appengine` knows. */
  clone(directory = `${this.directory}-clone`): Project {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    for (const file of ['cdktf.json', 'scenario.json']) copyFileSync(join(this.directory, file), join(directory, file));
    const [, program = ''] = /^import '(.*)';/.exec(readFileSync(join(this.directory, 'main.ts'), 'utf8')) ?? [];
    writeFileSync(join(directory, 'main.ts'), `import '${relative(directory, join(this.directory, program))}';\n`);
    return new Project(directory, this.instance, this.port, this.tlsPort, this.environment);
  }

  /** The same checkout for somebody with other variables. */
  with(environment: Readonly<Record<string, string>>): Project {
    return new Project(this.directory, this.instance, this.port, this.tlsPort, { ...this.environment, ...environment });
  }

  /** A project that is there already. */
  static async open(directory: string, instance: string, more: Readonly<Record<string, string>> = {}): Promise<Project> {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const environment = {
      ...more,
      APPENGINE_INSTANCE: instance,
      APPENGINE_HTTP_PORT: String(port),
      APPENGINE_HTTPS_PORT: String(tlsPort),
    };
    // What has to be built first, such as OpenTofu, is part of the environment.
    const bootstrap = await runCommand(process.execPath, [CLI, 'bootstrap'], { cwd: directory, environment });
    if (bootstrap.exitCode !== 0) throw new Error(`bootstrap failed:\n${bootstrap.stdout}\n${bootstrap.stderr}`);
    const { stdout } = await runCommand(process.execPath, [CLI, 'env'], { cwd: directory, environment });
    return new Project(directory, instance, port, tlsPort, { ...exported(stdout), ...environment });
  }

  readonly docker: Docker;

  private constructor(
    readonly directory: string,
    readonly instance: string,
    readonly port: number,
    readonly tlsPort: number,
    readonly environment: Readonly<Record<string, string>>,
  ) {
    this.docker = new Docker({ socketPath: (environment.DOCKER_HOST ?? '').replace(/^unix:\/\//, '') });
  }

  declare(scenario: Scenario): void {
    writeFileSync(join(this.directory, 'scenario.json'), JSON.stringify(scenario));
  }

  async appengine(...args: readonly string[]): Promise<CommandResult> {
    const result = await runCommand(process.execPath, [CLI, ...args], { cwd: this.directory, environment: this.environment });
    if (args[0] === 'up' || args[0] === 'down') noteDeployment(this.instance, args.join(' '), result.seconds);
    return result;
  }

  /** Deploys a scenario. @throws with the output when that fails */
  async deploy(scenario: Scenario): Promise<CommandResult> {
    this.declare(scenario);
    const result = await this.appengine('up');
    if (result.exitCode !== 0) throw new Error(`up ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.appengine('status', '--json')).stdout) as Status;
  }

  /** Exit code of `plan -detailed-exitcode`: 0 without changes, 2 with some. */
  async plan(stack: string): Promise<CommandResult> {
    const cwd = join(this.outputDirectory, 'stacks', stack);
    return runCommand(this.environment.TERRAFORM_BINARY_NAME ?? 'terraform', ['plan', '-input=false', '-no-color', '-detailed-exitcode'], {
      cwd,
      environment: this.environment,
    });
  }

  /** Terraform states of all stacks, as text. */
  async state(): Promise<string> {
    const directory = join(this.directory, '.appengine', this.instance, 'state');
    const files = await readdir(directory);
    return (await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')))).join('\n');
  }

  get outputDirectory(): string {
    return join(this.directory, '.appengine', this.instance, 'cdktf.out');
  }

  /** Ids of this instance's running containers by name. */
  async containers(labels: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, string>> {
    const label = Object.entries({ instance: this.instance, ...labels }).map(([name, value]) => `appengine.${name}=${value}`);
    const found = await this.docker.listContainers({ filters: { label } });
    return new Map(found.map(({ Names: [name = ''], Id }) => [name.replace(/^\//, ''), Id]));
  }

  /** Name of the running container of a role whose name begins with `name`, such as `acme-gateway`. @throws where there is none */
  async only(role: string, name: string): Promise<string> {
    const found = [...(await this.containers({ role })).keys()].find((candidate) => candidate.startsWith(`${this.instance}-${name}-`));
    if (found === undefined) throw new Error(`no container ${name}`);
    return found;
  }

  /** Runs a program on this machine. @throws with its output when it fails */
  async command(program: string, ...args: readonly string[]): Promise<void> {
    const result = await runCommand(program, args, { cwd: this.directory, environment: this.environment });
    if (result.exitCode !== 0) throw new Error(`${program} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
  }

  /** Runs a program in a container, without a shell. */
  async exec(container: string, ...command: readonly string[]): Promise<CommandResult> {
    return runCommand('docker', ['exec', container, ...command], { cwd: this.directory, environment: this.environment });
  }

  /** Runs a program of the base image, as its user, over the volumes of a container whose own image has no program for it. */
  async execBeside(container: string, ...command: readonly string[]): Promise<CommandResult> {
    const images = (await this.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    const base = images.find((tag) => tag.startsWith(`appengine.invalid/${this.instance}/base:`)) ?? 'base';
    const { User } = (await this.docker.getContainer(container).inspect()).Config;
    const options = ['--rm', '--network', 'none', '--user', User, '--volumes-from', container];
    return runCommand('docker', ['run', ...options, base, ...command], { cwd: this.directory, environment: this.environment });
  }

  /** Names of everything of this instance that the engine still has, but for the volume that names its owner. */
  async leftovers(): Promise<readonly string[]> {
    const filters = { label: [`appengine.instance=${this.instance}`] };
    const containers = await this.docker.listContainers({ all: true, filters });
    const networks = await this.docker.listNetworks({ filters });
    const { Volumes: volumes } = await this.docker.listVolumes({ filters });
    const images = await this.docker.listImages();
    return [
      ...containers.flatMap(({ Names }) => Names),
      ...networks.map(({ Name }) => Name),
      ...volumes.filter(({ Labels }) => !['owner', 'marker'].includes(Labels['appengine.role'] ?? '')).map(({ Name }) => Name),
      ...images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith(`appengine.invalid/${this.instance}/`)),
    ];
  }

  /** Removes the instance, data and all, without a word to what runs: `down` has tests of its own, and takes the time of every drain. */
  async remove(): Promise<void> {
    const filters = { label: [`appengine.instance=${this.instance}`] };
    const containers = await this.docker.listContainers({ all: true, filters });
    await Promise.all(containers.map(({ Id }) => this.docker.getContainer(Id).remove({ force: true, v: true })));
    const networks = (await this.docker.listNetworks({ filters })).map(({ Id }) => this.docker.getNetwork(Id));
    const volumes = (await this.docker.listVolumes({ filters })).Volumes.map(({ Name }) => this.docker.getVolume(Name));
    const tags = (await this.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    const images = tags.filter((tag) => tag.startsWith(`appengine.invalid/${this.instance}/`)).map((tag) => this.docker.getImage(tag));
    // What a test has started beside the instance may still be in them: those that look at leftovers find them.
    for (const resource of [...networks, ...volumes, ...images]) await resource.remove().catch(() => undefined);
    rmSync(join(this.directory, '.appengine', this.instance), { recursive: true, force: true });
  }
}
