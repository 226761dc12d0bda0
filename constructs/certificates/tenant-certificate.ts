import type { GatewayCertificate } from './gateway-certificate';
import { IssuedCertificate } from './issued-certificate';

/** One certificate for all hosts of a tenant by the installation's authority, as its gateway takes it: a new one without losing a connection. */
export class TenantCertificate extends IssuedCertificate implements GatewayCertificate {
  /** It is renewed while it runs. */
  readonly loaders = [];
  readonly accountMap = undefined;
}
