import type { CommandResult } from '../../live/harness/command';
import type { Project } from '../../live/harness/project';
import { outcomeOf, type Outcome } from '../outcome';

const PROGRAM = '/usr/local/bin/attacks';

/** The deployed stacks, from the inside of their containers. */
export class Hardened {
  constructor(readonly project: Project) {}

  /** Name of the only running container of an app. */
  async container(tenant: string, app: string): Promise<string> {
    const [first] = await this.project.containers({ tenant, role: 'replica', app });
    if (first === undefined) throw new Error(`${tenant} has no ${app}`);
    return first[0];
  }

  /** What an attack from mallory's container with all defaults comes to. */
  async attack(...args: readonly string[]): Promise<Outcome> {
    return this.attackFrom('attacker', ...args);
  }

  /** The same from another of mallory's containers. */
  async attackFrom(app: string, ...args: readonly string[]): Promise<Outcome> {
    return outcomeOf(await this.exec('mallory', app, PROGRAM, ...args));
  }

  async exec(tenant: string, app: string, ...command: readonly string[]): Promise<CommandResult> {
    return this.project.exec(await this.container(tenant, app), ...command);
  }

  /** Addresses of running containers with these labels, in all of their networks or in one. */
  async addresses(labels: Readonly<Record<string, string>>, network?: string): Promise<readonly string[]> {
    const ids = [...(await this.project.containers(labels)).values()];
    const inspected = await Promise.all(ids.map((id) => this.project.docker.getContainer(id).inspect()));
    return inspected
      .flatMap(({ NetworkSettings }) => Object.entries(NetworkSettings.Networks))
      .filter(([name]) => network === undefined || name === network)
      .map(([, { IPAddress }]) => IPAddress);
  }

  /** The host's own addresses in the networks of this instance, or in one of them. */
  async bridgeAddresses(network?: string): Promise<readonly string[]> {
    const networks = await this.project.docker.listNetworks({ filters: { label: [`appengine.instance=${this.project.instance}`] } });
    return networks.filter(({ Name }) => network === undefined || Name === network).map(({ IPAM }) => IPAM?.Config?.[0]?.Gateway ?? '');
  }
}
