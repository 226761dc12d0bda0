import { Construct } from 'constructs';
import { renderLabels } from '../owner/labels';
import { takeClaim } from '../owner/claims';
import { Owner } from '../owner/owner';
import { Network } from '../cdktf/bindings';
import type { ITerraformDependable } from '../cdktf/framework';
import type { Subnet } from './address-plan';
import type { NetworkAttachment } from './network-attachment';

/** A bridge of its own on the host. */
export interface BridgeNetworkProps {
  readonly name: string;
  readonly subnet: Subnet;
  /** Internal networks have no way out of the host. */
  readonly internal: boolean;
}

/** A network with a planned subnet. Its name never changes: a container finds it by name, also from another stack. */
export abstract class BridgeNetwork extends Construct {
  readonly networkName: string;
  readonly subnet: Subnet;
  private readonly dependable: ITerraformDependable;

  protected constructor(scope: Construct, id: string, props: BridgeNetworkProps) {
    super(scope, id);
    this.networkName = props.name;
    this.subnet = props.subnet;
    takeClaim(this, { code: 'NameClash', kind: 'network name', value: props.name, fix: 'give one of the two another name' });
    takeClaim(this, {
      code: 'SubnetClash',
      kind: 'subnet',
      value: props.subnet.cidr,
      fix: 'set `block` of one of the two tenants to a free number from 0 to 8191; of a network of an app, `name` of the app',
    });
    this.dependable = new Network(this, 'Resource', {
      name: props.name,
      driver: 'bridge',
      internal: props.internal,
      ipv6: false,
      ipamConfig: [{ subnet: props.subnet.cidr, gateway: props.subnet.gateway }],
      labels: renderLabels(Owner.of(this).labels('network')),
      // A changed label would replace the network, which the engine refuses while containers are in it.
      lifecycle: { ignoreChanges: ['labels'] },
    });
  }

  /**
   * Joins a container.
   * @param aliases further names in the network's DNS
   * @param address IPv4 address in the network; without one the engine takes the lowest that is free
   */
  attach(aliases: readonly string[] = [], address?: string): NetworkAttachment {
    return { networkName: this.networkName, aliases, dependables: [this.dependable], ...(address === undefined ? {} : { address }) };
  }
}
