import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { versitygw } from '../../../cli/bootstrap/versitygw';
import { packageRoot } from '../../../constructs/package-root';
import { Workspace } from '../../../operations/workspace';
import { TestAuthority } from '../../fixture/certificate';
import type { CommandResult } from '../harness/command';
import type { Project } from '../harness/project';
import { ACCESS, DIRECTORY, HOST, SECRET } from './fixture/store-names';

/** Another host with object storage, as the backups see it: in the network of their proxies, with a certificate of an authority of its own. */
export class Store {
  /** Writes what the tenant has to know of it. */
  static declare(project: Project): Store {
    const directory = join(project.directory, DIRECTORY);
    mkdirSync(directory);
    const authority = new TestAuthority(directory);
    authority.issue({ hosts: [HOST] });
    const store = new Store(project, directory);
    writeFileSync(join(directory, 'access'), ACCESS);
    writeFileSync(join(directory, 'secret'), store.secret, { mode: 0o600 });
    return store;
  }

  readonly secret = `${SECRET}-${String(process.pid)}`;
  private readonly name: string;

  private constructor(
    private readonly project: Project,
    private readonly directory: string,
  ) {
    this.name = `${project.instance}-store`;
  }

  /** Starts it, after what is backed up was deployed. @param apps whose proxies reach it */
  async start(...apps: readonly string[]): Promise<void> {
    const { docker, instance } = this.project;
    const cache = Workspace.find(packageRoot(), process.env).cacheDirectory;
    const binary = await versitygw(cache, process.arch === 'x64' ? 'amd64' : process.arch, () => undefined);
    const { Image } = (await docker.getContainer(await this.project.only('service', 'acme-cache')).inspect()).Config;
    const [network = '', ...others] = apps.map((app) => `${instance}-acme-${app}-backup-internet`);
    const container = await docker.createContainer({
      name: this.name,
      Image,
      User: '0:0',
      Entrypoint: ['sh', '-ec', 'mkdir -p /tmp/objects/backups /tmp/metadata; exec "$@"', 'sh'],
      Cmd: [
        ...['/tmp/versitygw', '--port', ':443', '--cert', '/tmp/store/fullchain.pem', '--key', '/tmp/store/privkey.pem'],
        ...['posix', '--sidecar', '/tmp/metadata', '/tmp/objects'],
      ],
      Env: [`ROOT_ACCESS_KEY=${ACCESS}`, `ROOT_SECRET_KEY=${this.secret}`],
      HostConfig: { NetworkMode: network },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [HOST] } } },
    });
    for (const other of others) await docker.getNetwork(other).connect({ Container: container.id, EndpointConfig: { Aliases: [HOST] } });
    // Copied: the users of the container, which are others on the host, read none of these files there.
    for (const [from, to] of [
      [binary, '/tmp/versitygw'],
      [this.directory, '/tmp/store'],
    ] as const) {
      await this.project.command('docker', 'cp', from, `${this.name}:${to}`);
    }
    await container.start();
    await this.listens();
  }

  /** Ends it, and what it has stays. */
  async pause(): Promise<void> {
    await this.project.docker.getContainer(this.name).stop({ t: 0 });
  }

  async goOn(): Promise<void> {
    await this.project.docker.getContainer(this.name).start();
    await this.listens();
  }

  /** Runs a program over its objects, in `/tmp/objects`. */
  async run(...command: readonly string[]): Promise<CommandResult> {
    return this.project.exec(this.name, ...command);
  }

  async remove(): Promise<void> {
    await this.project.docker
      .getContainer(this.name)
      .remove({ force: true })
      .catch(() => undefined);
  }

  private async listens(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt++) {
      // In hexadecimal: what listens on port 443.
      if ((await this.run('grep', '-q', ':01BB 0.* 0A ', '/proc/net/tcp', '/proc/net/tcp6')).exitCode === 0) return;
      await sleep(100);
    }
    throw new Error('the store does not start');
  }
}
