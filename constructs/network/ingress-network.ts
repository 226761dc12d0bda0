import type { Construct } from 'constructs';
import { Owner } from '../owner/owner';
import { AddressPlan } from './address-plan';
import { PlannedNetwork } from './planned-network';

/** Domain below which gateways register their hosts as aliases. No network bears this name, so that no lookup can mean anything else. */
const INGRESS_DOMAIN = 'ingress.appengine.internal';

/** The network of the router and the tenants' gateways; its DNS is the route table. Apps never join it. */
export class IngressNetwork extends PlannedNetwork {
  /** Name of the ingress network of an instance, for stacks that do not make it. */
  static nameOf(instance: string): string {
    return `${instance}-ingress`;
  }

  /** The alias by which the router finds the gateway of a host. */
  static aliasOf(host: string): string {
    return `${host}.${INGRESS_DOMAIN}`;
  }

  constructor(scope: Construct, id: string) {
    const { instance } = Owner.of(scope);
    super(scope, id, { name: IngressNetwork.nameOf(instance.name), subnet: new AddressPlan(instance.name).ingress(), internal: true });
  }
}
