import type { Construct } from 'constructs';
import { reserveName } from '../owner/reservations';
import type { Subnet } from './address-plan';
import { BridgeNetwork } from './bridge-network';

/** A network of the platform. */
export interface PlannedNetworkProps {
  /** Full name. */
  readonly name: string;
  /** Its addresses, from the address plan. */
  readonly subnet: Subnet;
  /** Internal networks have no way out of the host. */
  readonly internal: boolean;
}

/** A network whose subnet is in the address plan. */
export abstract class PlannedNetwork extends BridgeNetwork {
  /** Its addresses, from the address plan. */
  readonly subnet: Subnet;

  protected constructor(scope: Construct, id: string, props: PlannedNetworkProps) {
    super(scope, id, props);
    this.subnet = props.subnet;
    reserveName(this, {
      code: 'SubnetClash',
      kind: 'subnet',
      value: props.subnet.cidr,
      fix: 'set `block` of one of the two tenants to a free number from 0 to 8191; of a network of an app, `name` of the app',
    });
  }
}
