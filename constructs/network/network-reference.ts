import type { NetworkAttachment } from './network-attachment';

/** A network that containers join, made here or elsewhere. */
export interface INetwork {
  /** Its full name on the engine. */
  readonly networkName: string;
  /**
   * Joins a container.
   * @param aliases further names in the network's DNS
   * @param address IPv4 address in the network; without one the engine takes the lowest that is free
   */
  attach(aliases?: readonly string[], address?: string): NetworkAttachment;
}
