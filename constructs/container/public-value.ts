import { HardenedSetting } from '../hardened-setting';

/** A variable that looks like a secret and is none: its value is readable in the state, in plans and by `docker inspect`. */
export class PublicValue extends HardenedSetting {
  /**
   * @param name such as `MAPS_TOKEN`
   * @param reason at least 10 characters, such as `every browser gets it`
   * @throws AppEngineError ReasonTooShort
   */
  static of(name: string, value: string, reason: string): PublicValue {
    return new PublicValue(name, value, reason);
  }

  private constructor(
    /** Of the variable. */
    readonly name: string,
    /** In clear. */
    readonly value: string,
    reason: string,
  ) {
    super('secret-in-environment', reason, name);
  }
}
