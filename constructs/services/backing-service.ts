import type { Construct, IConstruct } from 'constructs';
import type { HardenedContainer } from '../container/hardened-container';
import type { Volume } from '../container/volume';
import type { OfferedService } from '../service-pool/service-catalogue';
import { CredentialSource } from './credential-source';

const SERVICE = Symbol.for('appengine/service');

/** A server of one tenant that apps use: with data that no deploy removes, replaced stop-first, and in a network with those apps alone. */
export abstract class BackingService extends CredentialSource {
  /** True for a service, also one of another copy of this package. */
  static isService(construct: IConstruct): construct is BackingService {
    return SERVICE in construct;
  }

  /** The server. */
  abstract readonly container: HardenedContainer;
  /** Its data. */
  abstract readonly data: Volume;
  /** Its type and image. */
  abstract readonly offered: OfferedService;
  /** Number of its apps' credentials: each rotation is another one. Undefined where the server keeps its first ones. */
  abstract readonly rotation: number | undefined;
  /** Why it has no backups, where that was said. */
  abstract readonly absence: string | undefined;

  protected constructor(scope: Construct, id: string, name?: string) {
    super(scope, id, 'service', name);
    Object.defineProperty(this, SERVICE, { value: true });
  }
}
