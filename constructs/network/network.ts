import type { Construct } from 'constructs';
import ipaddr from 'ipaddr.js';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { reserveName } from '../owner/reservations';
import { Owner } from '../owner/owner';
import type { Subnet } from './address-plan';
import { BridgeNetwork } from './bridge-network';
import type { INetwork } from './network-reference';

/** How a network of your own is. */
export interface NetworkProps {
  /** Last part of its name, after the owner's prefix. @default the construct's id in kebab case */
  readonly name?: string;
  /** IPv4 addresses of its containers. @default the engine chooses a free range */
  readonly subnet?: Subnet;
  /** Internal networks have no way out of the host, and publish no ports. @default false */
  readonly internal?: boolean;
}

/** A bridge network of your own: only containers that join it reach each other. */
export class Network extends BridgeNetwork {
  /** A network that something else makes. @param name its full name on the engine */
  static fromName(name: string): INetwork {
    return {
      networkName: name,
      attach: (aliases = [], address) => ({ networkName: name, aliases, dependables: [], ...(address === undefined ? {} : { address }) }),
    };
  }

  constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    const { name = kebabCase(id), subnet, internal = false } = props;
    super(scope, id, { name: `${Owner.of(scope).prefix}-${name}`, subnet, internal });
    if (subnet === undefined) return;
    if (!holdsGateway(subnet)) {
      throw new AppEngineError(
        'SubnetInvalid',
        `subnet ${JSON.stringify(subnet)} must be an IPv4 network with an address of its own for the bridge; use one such as { cidr: "10.20.0.0/24", gateway: "10.20.0.1" }`,
        this,
      );
    }
    reserveName(this, { code: 'SubnetClash', kind: 'subnet', value: subnet.cidr, fix: 'give one of the two networks another `subnet`' });
  }
}

function holdsGateway({ cidr, gateway }: Subnet): boolean {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr) || !ipaddr.IPv4.isValidFourPartDecimal(gateway)) return false;
  const network = ipaddr.IPv4.networkAddressFromCIDR(cidr).toString();
  const broadcast = ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toString();
  return (
    cidr.startsWith(`${network}/`) &&
    gateway !== network &&
    gateway !== broadcast &&
    ipaddr.IPv4.parse(gateway).match(ipaddr.IPv4.parseCIDR(cidr))
  );
}
