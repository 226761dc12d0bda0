import { runProgram } from './program';
import { NetworkNamespace } from './network-namespace';
import type { CommandResult } from '../../live/harness/command';

const NAME = 'appengine-attack-lan';
const HOST_LINK = 'attack-lan';
const ADDRESS = '198.51.100.2';

/** Another machine on the network that a host is on, with a route to everything through that host. */
export class LanNeighbour {
  /** The address of the host that it sees. */
  static readonly HOST = '198.51.100.1';

  /** @param host name of the network namespace that is the host; without one it is this machine */
  static async beside(host?: string): Promise<LanNeighbour> {
    const network = await NetworkNamespace.create(NAME);
    const inHost = host === undefined ? [] : ['-netns', host];
    await runProgram('ip', 'link', 'add', HOST_LINK, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', NAME);
    if (host !== undefined) await runProgram('ip', 'link', 'set', HOST_LINK, 'netns', host);
    await runProgram('ip', ...inHost, 'address', 'add', `${LanNeighbour.HOST}/30`, 'dev', HOST_LINK);
    await runProgram('ip', ...inHost, 'link', 'set', HOST_LINK, 'up');
    await runProgram('ip', '-netns', NAME, 'address', 'add', `${ADDRESS}/30`, 'dev', 'eth0');
    await runProgram('ip', '-netns', NAME, 'link', 'set', 'eth0', 'up');
    await runProgram('ip', '-netns', NAME, 'route', 'add', 'default', 'via', LanNeighbour.HOST);
    return new LanNeighbour(network);
  }

  private constructor(private readonly network: NetworkNamespace) {}

  run(program: string, args: readonly string[]): Promise<CommandResult> {
    return this.network.run(program, args);
  }

  /** With its link, which ends at the host. */
  remove(): Promise<void> {
    return this.network.remove();
  }
}
