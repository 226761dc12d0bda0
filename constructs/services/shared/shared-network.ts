import type { Construct } from 'constructs';
import { PlannedNetwork } from '../../network/planned-network';
import type { SharedServerNames } from './shared-server-names';

/** The network of a server that tenants share, and of their gateways to it. No app joins it, and it has no way out. */
export class SharedNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string, { networkName, subnet }: SharedServerNames) {
    super(scope, id, { name: networkName, subnet, internal: true });
  }
}
