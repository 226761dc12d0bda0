import type { StateLock } from '../terraform/state-lock';
import type { TerraformState } from './terraform-state';

/** The state of one stack, wherever it is kept. */
export interface StackState {
  /** For people: the path of a file, or such as `the pg backend, schema_name shop_acme`. */
  readonly place: string;

  /**
   * The newest state that can be read.
   * @param others files that may hold a newer one
   * @throws AppEngineError StateUnreachable
   */
  open(...others: readonly string[]): Promise<OpenedState>;

  /**
   * Writes a state as a whole or not at all.
   * @returns what was written: with a serial of its own
   * @throws AppEngineError StateNotWritten
   */
  write(state: TerraformState): Promise<TerraformState>;

  /** Says what is wrong with it, and what to do. @param what such as `is empty` */
  describe(what: string): string;

  /** Terraform's lock, if something holds it that this process cannot see; undefined where nothing does. */
  lock(): Promise<StateLock | undefined>;

  /** Takes Terraform's lock away from what holds it. @throws AppEngineError StateNotUnlocked */
  unlock(id: string): Promise<void>;

  /** Forgets a stack of which nothing is left. */
  remove(): Promise<void>;
}

/** A state that was read. */
export interface OpenedState {
  /** Empty where there is none. */
  readonly state: TerraformState;
  /** True if Terraform will find the same: not for that of a backup, and not for a stack without any. */
  readonly isStored: boolean;
  /** Problem of the one that there should be, and what to do; undefined where there is none. */
  readonly problem: string | undefined;
}
