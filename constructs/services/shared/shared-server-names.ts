import type { User } from '../../container/user';
import { VolumeContent } from '../../container/volume-content';
import { Volume } from '../../container/volume';
import type { IVolume } from '../../container/volume-reference';
import { AddressPlan, type Subnet } from '../../network/address-plan';
import { computedUser } from '../../tenancy/user-plan';

/** Domain below which tenants find shared servers, by their types. No network bears this name. */
const DOMAIN = 'shared.appengine.internal';

/** Names and addresses of a server that tenants share, for stacks that do not make it. */
export class SharedServerNames {
  /** Of the server, its network and its volumes, after the instance. */
  readonly name: string;
  /** Of its network on the engine. */
  readonly networkName: string;
  /** Of its network. */
  readonly subnet: Subnet;
  /** Of the server in its network. */
  readonly address: string;
  /** Domain of its certificate: tenants find it as `<service>.<domain>`. */
  readonly domain: string;

  /**
   * @param instance name of the installation
   * @param type such as `postgres`
   */
  constructor(
    private readonly instance: string,
    type: string,
  ) {
    const plan = new AddressPlan(instance);
    this.name = `shared-${type}`;
    this.networkName = `${instance}-${this.name}`;
    this.subnet = plan.shared(type);
    this.address = plan.sharedServer(type);
    this.domain = `${type}.${DOMAIN}`;
  }

  /** Last part of the name of a volume. @param purpose `authority`, `shares` or `verifiers` */
  volumePart(purpose: string): string {
    return `${this.name}-${purpose}`;
  }

  /** A volume of the server. @param purpose `authority`, `shares` or `verifiers` */
  volume(purpose: string): IVolume {
    return Volume.fromName(`${this.instance}-${this.volumePart(purpose)}`, VolumeContent.generated());
  }

  /** The user who makes credentials for it, in all stacks. */
  get binder(): User {
    return computedUser(this.instance, '', `${this.name}-binder`);
  }
}
