import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Options of {@link InternetNetwork}. */
export interface InternetNetworkProps {
  /** Name of the app or of the platform's container that it is for. */
  readonly name: string;
}

/** A way out of the host, for the containers of one name: others have a way of their own, or none. */
export class InternetNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string, props: InternetNetworkProps) {
    const { instance, prefix } = Owner.of(scope);
    const name = `${prefix}-${props.name}-internet`;
    super(scope, id, { name, subnet: new AddressPlan(instance.name).internet(name), internal: false });
  }
}
