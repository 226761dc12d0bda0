import type { DefaultId } from './default-id';
import { exemptionOf, type Exemption } from './exemption';

/** A setting whose value is either a hardened default or an exemption from it, with the reason. */
export abstract class HardenedSetting {
  /** The exemption, where the default is off. */
  readonly exemption: Exemption | undefined;

  protected constructor(id: DefaultId, reason: string | undefined, subject?: string) {
    this.exemption = reason === undefined ? undefined : exemptionOf(id, reason, subject);
  }
}
