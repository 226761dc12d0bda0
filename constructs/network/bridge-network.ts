import { Construct } from 'constructs';
import { renderLabels } from '../owner/labels';
import { reserveName } from '../owner/reservations';
import { Owner } from '../owner/owner';
import { Network as NetworkResource } from '../cdktf/bindings';
import type { ITerraformDependable } from '../cdktf/framework';
import type { Subnet } from './address-plan';
import type { INetwork } from './network-reference';
import type { NetworkAttachment } from './network-attachment';

/** A bridge of its own on the host. */
export interface BridgeNetworkProps {
  /** Full name. */
  readonly name: string;
  /** @default the engine chooses one */
  readonly subnet?: Subnet | undefined;
  /** Internal networks have no way out of the host. */
  readonly internal: boolean;
}

/** A network on the host. Its name never changes: a container finds it by name, also from another stack. */
export abstract class BridgeNetwork extends Construct implements INetwork {
  /** Its full name on the engine. */
  readonly networkName: string;
  private readonly dependable: ITerraformDependable;

  protected constructor(scope: Construct, id: string, props: BridgeNetworkProps) {
    super(scope, id);
    const { name, subnet, internal } = props;
    this.networkName = name;
    reserveName(this, { code: 'NameClash', kind: 'network name', value: name, fix: 'give one of the two another name' });
    this.dependable = new NetworkResource(this, 'Resource', {
      name,
      driver: 'bridge',
      internal,
      ipv6: false,
      ...(subnet === undefined ? {} : { ipamConfig: [{ subnet: subnet.cidr, gateway: subnet.gateway }] }),
      labels: renderLabels(Owner.of(this).labels('network')),
      // A changed label would replace the network, which the engine refuses while containers are in it.
      lifecycle: { ignoreChanges: ['labels'] },
    });
  }

  attach(aliases: readonly string[] = [], address?: string): NetworkAttachment {
    return { networkName: this.networkName, aliases, dependables: [this.dependable], ...(address === undefined ? {} : { address }) };
  }
}
