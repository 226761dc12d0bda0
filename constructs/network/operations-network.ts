import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Domain below which router and gateways register for scrapers. No network bears this name. */
const METRICS_DOMAIN = 'metrics.appengine.internal';

/** The network in which router and gateways tell how they are. Apps never join it. */
export class OperationsNetwork extends PlannedNetwork {
  /** Name of the operations network of an instance, for stacks that do not make it. */
  static nameOf(instance: string): string {
    return `${instance}-operations`;
  }

  /** The alias by which metrics are found. @param name the tenant of a gateway, or `router` */
  static aliasOf(name: string): string {
    return `${name}.${METRICS_DOMAIN}`;
  }

  constructor(scope: Construct, id: string) {
    const { instance } = Owner.of(scope);
    super(scope, id, {
      name: OperationsNetwork.nameOf(instance.name),
      subnet: new AddressPlan(instance.name).operations(),
      internal: true,
    });
  }
}
