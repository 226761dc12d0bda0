import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { exported } from '../__tests__/live/harness/exported';
import { freePort } from '../__tests__/live/harness/free-port';
import { connect } from '../operations/engine/connect';
import { runToSuccess } from '../operations/process/run';
import { DockerHost } from '../constructs';
import { packageRoot } from '../constructs/package-root';

/** What a benchmark deploys: an instance of its own, which nothing else uses. */
export class Deployment {
  /**
   * Measures something with an instance of its own, and removes it whatever came of it.
   * @param instance its name
   * @param program of the checkout that declares its stacks, such as `bench/route/project`; nothing is deployed yet
   * @param checkout whose code is measured
   */
  static async during<Result>(
    instance: string,
    program: string,
    report: (line: string) => void,
    measure: (deployment: Deployment) => Promise<Result>,
    checkout = packageRoot(),
  ): Promise<Result> {
    const deployment = await Deployment.prepare(instance, program, checkout);
    try {
      return await measure(deployment);
    } catch (error) {
      // Told at once: should the removal fail as well, its error is the one that is thrown.
      report(String(error));
      throw error;
    } finally {
      report('removing');
      await deployment.down();
    }
  }

  private static async prepare(instance: string, program: string, checkout: string): Promise<Deployment> {
    const directory = join(checkout, '.appengine', 'fixtures', instance);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: 'node --import tsx main.ts' }));
    writeFileSync(join(directory, 'main.ts'), `import '../../../${program}';\n`);
    return new Deployment(instance, checkout, directory, await freePort(), await freePort());
  }

  private readonly docker: Docker;

  private constructor(
    private readonly instance: string,
    private readonly checkout: string,
    readonly directory: string,
    readonly httpPort: number,
    readonly tlsPort: number,
  ) {
    this.docker = connect(DockerHost.fromEnvironment().url, { environment: process.env });
  }

  /** Writes what the program that declares the stacks reads. */
  tell(plan: unknown): void {
    writeFileSync(join(this.directory, 'plan.json'), JSON.stringify(plan));
  }

  /** Runs a command of ours. @returns its standard output */
  async appengine(...args: readonly string[]): Promise<string> {
    const { stdout } = await runToSuccess(process.execPath, [join(this.checkout, 'bin', 'appengine.js'), ...args], {
      cwd: this.directory,
      environment: this.environment,
    });
    return stdout;
  }

  /** What Terraform has to know. */
  async exported(): Promise<NodeJS.ProcessEnv> {
    return exported(await this.appengine('env'));
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      APPENGINE_INSTANCE: this.instance,
      APPENGINE_HTTP_PORT: String(this.httpPort),
      APPENGINE_HTTPS_PORT: String(this.tlsPort),
    };
  }

  /** Memory of a container in MiB, without the file pages that the kernel may drop at any time. @param name such as `router`, or `acme-gateway` of a tenant */
  async memoryOf(name: string): Promise<number> {
    const { memory_stats: memory } = await (await this.container(name)).stats({ stream: false });
    return (memory.usage - memory.stats.inactive_file) / 1024 ** 2;
  }

  /** Seconds of processor time that a container has had since it started. */
  async processorSecondsOf(name: string): Promise<number> {
    const { cpu_stats: cpu } = await (await this.container(name)).stats({ stream: false, 'one-shot': true });
    return cpu.cpu_usage.total_usage / 1e9;
  }

  private async down(): Promise<void> {
    await this.appengine('down', '--volumes', '--yes', '--keep-engine');
    rmSync(this.directory, { recursive: true });
  }

  /** A container that runs. @param name such as `router`, or `acme-gateway` of a tenant */
  async container(name: string): Promise<Docker.Container> {
    const found = await this.docker.listContainers({ filters: { label: [`appengine.instance=${this.instance}`] } });
    const match = found.find(({ Names: [first = ''] }) => first.startsWith(`/${this.instance}-${name}-`));
    if (match === undefined) throw new Error(`no container ${name} of instance ${this.instance} is running`);
    return this.docker.getContainer(match.Id);
  }
}
