import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Options of {@link TenantNetwork}. */
export interface TenantNetworkProps {
  /** Block in the address plan, 0 to 8191. @default computed from instance and tenant */
  readonly block?: number;
}

/** The network of one tenant's gateway and apps: no other tenant, no way out (guideline 15, CIS 5.30). */
export class TenantNetwork extends PlannedNetwork {
  constructor(scope: Construct, id: string, props: TenantNetworkProps = {}) {
    const owner = Owner.of(scope);
    const plan = new AddressPlan(owner.instance.name);
    super(scope, id, {
      name: `${owner.prefix}-apps`,
      subnet: plan.apps(props.block ?? plan.blockOf(owner.tenant ?? '')),
      internal: true,
    });
  }
}
