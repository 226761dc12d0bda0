import { mismatches, show } from './mismatch';

/** Arguments of a resource by their Terraform names, such as `{ read_only: true }`. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A resource of a synthesized stack. */
export class Resource {
  /**
   * @param type such as `docker_container`
   * @param path construct path of the L1 resource
   * @param address such as `docker_container.Shop_Replica1_4321AA6F`
   * @param values its arguments by Terraform's names
   */
  constructor(
    readonly type: string,
    readonly path: string,
    readonly address: string,
    readonly values: Arguments,
  ) {}

  /** @throws Error naming every argument that is not as expected; nested objects may hold more, lists have to be equal */
  has(expected: Arguments): void {
    const differences = mismatches(expected, this.values);
    if (differences.length > 0) throw new Error(`${this.path} (${this.type}) is not as expected:\n  ${differences.join('\n  ')}`);
  }

  /** @throws Error when one of the arguments is there, with any value */
  lacks(...names: readonly string[]): void {
    const present = names.filter((name) => this.values[name] !== undefined);
    if (present.length === 0) return;
    throw new Error(
      `${this.path} (${this.type}) has what it must lack:\n  ${present.map((name) => `${name}: ${show(this.values[name])}`).join('\n  ')}`,
    );
  }
}
