import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { freePort } from '../../__tests__/live/harness/free-port';
import { connect } from '../../cli/engine/connect';
import { runToSuccess } from '../../cli/process/run';
import { packageRoot } from '../../constructs/package-root';
import { DockerHost } from '../../constructs';
import { makeCaddyImage } from './caddy-image';
import { makeCertificate } from './certificate';
import { TENANT, type Plan } from './plan';

const INSTANCE = 'bench';

/** The contest as it runs: an instance of its own, which nothing else uses. */
export class Deployment {
  /** Deploys router, gateway, upstream and the one-hop proxies. */
  static async up(report: (line: string) => void): Promise<Deployment> {
    const directory = join(packageRoot(), '.appengine', 'fixtures', INSTANCE);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const plan: Plan = {
      ports: { haproxy: await freePort(), nginx: await freePort(), caddy: await freePort() },
      caddyImage: await makeCaddyImage(report),
      certificate: await makeCertificate(),
    };
    writeFileSync(join(directory, 'plan.json'), JSON.stringify(plan));
    writeFileSync(join(directory, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: 'node --import tsx main.ts' }));
    writeFileSync(join(directory, 'main.ts'), `import '../../../bench/route/project';\n`);
    const deployment = new Deployment(directory, await freePort(), await freePort(), plan);
    report('deploying');
    await deployment.appengine('up');
    return deployment;
  }

  private readonly docker: Docker;

  private constructor(
    private readonly directory: string,
    private readonly httpPort: number,
    readonly routerPort: number,
    readonly plan: Plan,
  ) {
    this.docker = connect(DockerHost.fromEnvironment().url);
  }

  /** Memory of a container in MiB, without the file pages that the kernel may drop at any time. @param name `router`, `gateway` or that of a rival */
  async memoryOf(name: string): Promise<number> {
    const { memory_stats: memory } = await (await this.container(name)).stats({ stream: false });
    return (memory.usage - memory.stats.inactive_file) / 1024 ** 2;
  }

  /** Seconds of processor time that a container has had since it started. */
  async processorSecondsOf(name: string): Promise<number> {
    const { cpu_stats: cpu } = await (await this.container(name)).stats({ stream: false, 'one-shot': true });
    return cpu.cpu_usage.total_usage / 1e9;
  }

  /** Removes the instance with all that belongs to it. */
  async down(): Promise<void> {
    await this.appengine('down', '--volumes', '--yes', '--keep-engine');
    rmSync(this.directory, { recursive: true });
  }

  private async container(name: string): Promise<Docker.Container> {
    const found = await this.docker.listContainers({ filters: { label: [`appengine.instance=${INSTANCE}`] } });
    const prefixes = [`/${INSTANCE}-${name}-`, `/${INSTANCE}-${TENANT}-${name}-`];
    const match = found.find(({ Names: [first = ''] }) => prefixes.some((prefix) => first.startsWith(prefix)));
    if (match === undefined) throw new Error(`no container ${name} of instance ${INSTANCE} is running`);
    return this.docker.getContainer(match.Id);
  }

  private async appengine(...args: readonly string[]): Promise<void> {
    await runToSuccess(process.execPath, [join(packageRoot(), 'bin', 'appengine.js'), ...args], {
      cwd: this.directory,
      environment: {
        APPENGINE_INSTANCE: INSTANCE,
        APPENGINE_HTTP_PORT: String(this.httpPort),
        APPENGINE_HTTPS_PORT: String(this.routerPort),
      },
    });
  }
}
