import { chmodSync, copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { builtDirectory, goBuild } from '../../../cli/bootstrap/go-build';
import { Workspace } from '../../../operations/workspace';
import { packageRoot } from '../../../constructs/package-root';
import { TestAuthority } from '../../fixture/certificate';
import { runCommand } from './command';
import type { Project } from './project';

/** The name that the server is asked by. */
const NAME = 'acme.test';
const [PORT, MANAGEMENT_PORT] = [14_000, 15_000];
/** Of the router. */
const HTTP_PORT = 8080;

/** Refuses everybody, as a server does that was asked too often. */
const REFUSE = `
const { readFileSync } = require('node:fs');
const [, cert, key, port, seconds] = process.argv;
require('node:https').createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
  response.writeHead(429, { 'retry-after': seconds, 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'urn:ietf:params:acme:error:rateLimited', detail: 'too many certificates', status: 429 }));
}).listen(Number(port));`;

/** Pebble, in a hardened container of its own, where a tenant's ACME client finds it. Each start of it is another authority that knows no account. */
export class AcmeServer {
  /** @param directory for its files. @param validitySeconds of the certificates that it issues */
  static async build(project: Project, directory: string, validitySeconds: number): Promise<AcmeServer> {
    const authority = new TestAuthority(directory);
    authority.issue({ hosts: [NAME] });
    const module = join(packageRoot(), 'tools', 'acme-server');
    const binary = join(builtDirectory(Workspace.find(packageRoot(), process.env).cacheDirectory, module), 'pebble');
    if (!existsSync(binary)) {
      await goBuild({ module, package: 'github.com/letsencrypt/pebble/v2/cmd/pebble', output: binary }, () => undefined);
    }
    copyFileSync(binary, join(directory, 'pebble'));
    chmodSync(join(directory, 'privkey.pem'), 0o444);
    const pebble = {
      listenAddress: `0.0.0.0:${String(PORT)}`,
      managementListenAddress: `0.0.0.0:${String(MANAGEMENT_PORT)}`,
      certificate: '/fullchain.pem',
      privateKey: '/privkey.pem',
      httpPort: HTTP_PORT,
      keyAlgorithm: 'ecdsa',
      profiles: { default: { description: 'one', validityPeriod: validitySeconds } },
    };
    writeFileSync(join(directory, 'config.json'), JSON.stringify({ pebble }));
    const server = new AcmeServer(project, directory, authority.certificate);
    const archive = join(directory, 'image.tar');
    await server.run(
      'tar',
      '--create',
      `--file=${archive}`,
      `--directory=${directory}`,
      'pebble',
      'config.json',
      'fullchain.pem',
      'privkey.pem',
    );
    await server.run('docker', 'import', archive, server.image);
    await server.run('docker', 'network', 'create', '--internal', '--subnet', '10.127.255.0/28', server.validation);
    return server;
  }

  /** URL of its directory. */
  readonly url = `https://${NAME}:${String(PORT)}/dir`;
  private readonly image: string;
  private readonly container: string;
  /** Network where it finds the router. */
  private readonly validation: string;

  private constructor(
    private readonly project: Project,
    private readonly directory: string,
    /** Whom to trust for its directory, in PEM. */
    readonly authority: string,
  ) {
    this.image = `appengine.invalid/${project.instance}/acme-server:test`;
    this.container = `${project.instance}-acme-server`;
    this.validation = `${project.instance}-acme-validation`;
  }

  /** Starts it where the client of `tenant` can reach it. @returns its root certificate */
  async start(tenant: string, router: string, hosts: readonly string[]): Promise<string> {
    const program = [this.image, '/pebble', '-config', '/config.json'];
    await this.runHardened(tenant, ['--env', 'PEBBLE_VA_NOSLEEP=1', '--env', 'PEBBLE_WFE_NONCEREJECT=5'], program);
    await this.run('docker', 'network', 'connect', this.validation, this.container);
    await this.tryTo('network', 'disconnect', this.validation, router);
    // Docker's DNS leads the hosts to the router, as a public one would.
    await this.run('docker', 'network', 'connect', ...hosts.flatMap((host) => ['--alias', host]), this.validation, router);
    const format = `{{(index .NetworkSettings.Networks "${this.network(tenant)}").IPAddress}}`;
    const address = (await this.run('docker', 'inspect', '--format', format, this.container)).trim();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.rootOf(address);
      } catch (error) {
        if (attempt === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  /** In its place: a server that has been asked too often. */
  async refuse(tenant: string, nodeImage: string, retryAfterSeconds: number): Promise<void> {
    const mount = ['--mount', `type=bind,source=${this.directory},target=/files,readonly`];
    const program = ['/files/fullchain.pem', '/files/privkey.pem', String(PORT), String(retryAfterSeconds)];
    await this.runHardened(tenant, mount, [nodeImage, 'node', '-e', REFUSE, ...program]);
  }

  /** Takes it away. */
  async stop(): Promise<void> {
    await this.tryTo('rm', '--force', this.container);
  }

  /** Removes all that it made on the engine. */
  async remove(router: string | undefined): Promise<void> {
    await this.stop();
    if (router !== undefined) await this.tryTo('network', 'disconnect', '--force', this.validation, router);
    await this.tryTo('network', 'rm', this.validation);
  }

  private network(tenant: string): string {
    return `${this.project.instance}-${tenant}-acme-client-internet`;
  }

  private runHardened(tenant: string, options: readonly string[], program: readonly string[]): Promise<string> {
    const hardening = [
      '--read-only',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      '--user=65532:65532',
      '--memory=128m',
      '--pids-limit=64',
    ];
    const name = ['--name', this.container, '--network', this.network(tenant), '--network-alias', NAME];
    return this.run('docker', 'run', '--detach', ...name, ...hardening, ...options, ...program);
  }

  private rootOf(address: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = {
        host: address,
        port: MANAGEMENT_PORT,
        path: '/roots/0',
        servername: NAME,
        ca: this.authority,
        agent: false,
        timeout: 2000,
      };
      const outgoing = request(options, (incoming) => {
        text(incoming).then(resolve, reject);
      });
      outgoing.once('error', reject);
      outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
      outgoing.end();
    });
  }

  /** What may be gone already. */
  private async tryTo(...args: readonly string[]): Promise<void> {
    const { directory: cwd, environment } = this.project;
    await runCommand('docker', args, { cwd, environment });
  }

  private async run(program: string, ...args: readonly string[]): Promise<string> {
    const { directory: cwd, environment } = this.project;
    const { exitCode, stdout, stderr } = await runCommand(program, args, { cwd, environment });
    if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}
