import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Options of {@link CallersNetwork}. */
export interface CallersNetworkProps {
  /** Name of the app. */
  readonly name: string;
}

/** The network between the balancer of one app and the apps that use it. It has no way out, and no other container is in it. */
export class CallersNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string, props: CallersNetworkProps) {
    const { instance, prefix } = Owner.of(scope);
    const name = `${prefix}-${props.name}-callers`;
    super(scope, id, { name, subnet: new AddressPlan(instance.name).internet(name), internal: true });
  }
}
