import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Options of {@link ServiceNetwork}. */
export interface ServiceNetworkProps {
  /** Last part of its name. */
  readonly name: string;
}

/** A network of one service: with the apps that are bound to it, or alone. It has no way out. */
export class ServiceNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string, props: ServiceNetworkProps) {
    const { instance, prefix } = Owner.of(scope);
    const name = `${prefix}-${props.name}`;
    super(scope, id, { name, subnet: new AddressPlan(instance.name).internet(name), internal: true });
  }
}
