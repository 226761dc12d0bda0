import type { Registry } from '../constructs/registry/registry';

/** A registry, as the stack's output `registry` tells it. */
export interface RegistryDescription {
  /** First part of the names of its images, such as `10.0.0.5:5000`. */
  readonly address: string;
  /** True where the platform runs it. */
  readonly isHosted: boolean;
}

export function describeRegistry({ address, hosting }: Registry): RegistryDescription {
  return { address, isHosted: hosting !== undefined };
}
