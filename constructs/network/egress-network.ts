import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Options of {@link EgressNetwork}. */
export interface EgressNetworkProps {
  /** Name of the app. */
  readonly name: string;
}

/** The network between the containers of one app and their egress proxy. It has no way out itself, and no other container is in it. */
export class EgressNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string, props: EgressNetworkProps) {
    const { instance, prefix } = Owner.of(scope);
    const name = `${prefix}-${props.name}-egress`;
    super(scope, id, { name, subnet: new AddressPlan(instance.name).internet(name), internal: true });
  }
}
