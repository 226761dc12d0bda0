import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** The network through which a registry publishes its port; no other container is in it. */
export class RegistryNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string) {
    const { instance } = Owner.of(scope);
    super(scope, id, { name: `${instance.name}-registry`, subnet: new AddressPlan(instance.name).registry(), internal: false });
  }
}
