import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkNamespace } from '../../attack/harness/network-namespace';
import { PlainEngine } from '../../attack/harness/plain-engine';
import { runProgram } from '../../attack/harness/program';
import { HOST_ADDRESS, OTHER_ADDRESS } from './names';

const NAME = 'appengine-registry';
const LINK = 'registry-lan';

/** A host with an engine of its own, on one network with the host of the test. */
export class OtherHost {
  static async start(): Promise<OtherHost> {
    const network = await NetworkNamespace.create(NAME);
    await runProgram('ip', 'link', 'add', LINK, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', NAME);
    await runProgram('ip', 'address', 'add', `${HOST_ADDRESS}/30`, 'dev', LINK);
    await runProgram('ip', 'link', 'set', LINK, 'up');
    await runProgram('ip', '-netns', NAME, 'address', 'add', `${OTHER_ADDRESS}/30`, 'dev', 'eth0');
    await runProgram('ip', '-netns', NAME, 'link', 'set', 'eth0', 'up');
    const directory = join(tmpdir(), NAME);
    const trust = `${directory}-etc`;
    rmSync(trust, { recursive: true, force: true });
    mkdirSync(trust, { recursive: true });
    // Its own directory of what engines trust.
    const script = 'mkdir -p /etc/docker && mount --bind "$0" /etc/docker && exec dockerd "$@"';
    const engine = new PlainEngine({ directory, network, command: ['unshare', '--mount', 'sh', '-c', script, trust] });
    await engine.remove();
    const host = new OtherHost(network, engine, trust, `${directory}-client`);
    await engine.start();
    return host;
  }

  private constructor(
    private readonly network: NetworkNamespace,
    readonly engine: PlainEngine,
    private readonly trust: string,
    private readonly client: string,
  ) {}

  /** Of the docker client, and of commands that deploy to it. */
  get environment(): Readonly<Record<string, string>> {
    return { DOCKER_HOST: `unix://${this.engine.socket}`, DOCKER_CONFIG: this.client };
  }

  /** As `docker login` would leave it. */
  login(registry: string, user: string, password: string): void {
    mkdirSync(this.client, { recursive: true });
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    writeFileSync(join(this.client, 'config.json'), JSON.stringify({ auths: { [registry]: { auth } } }), { mode: 0o600 });
  }

  trusts(registry: string, authority: string): void {
    const directory = join(this.trust, 'certs.d', registry);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'ca.crt'), authority);
  }

  /** With its link. */
  async remove(): Promise<void> {
    await this.engine.remove();
    await this.network.remove();
    for (const directory of [this.trust, this.client]) rmSync(directory, { recursive: true, force: true });
  }
}
