import { HardenedSetting } from '../hardened-setting';

/** Login of the clients of a service. */
export class ClientAuthentication extends HardenedSetting {
  /** No login: the service's network alone keeps others out. @param reason at least 10 characters */
  static none(reason: string): ClientAuthentication {
    return new ClientAuthentication(reason);
  }

  private constructor(reason: string) {
    super('client-authentication', reason);
  }
}
