import type { Waiver } from '../off-switch';
import type { ITerraformDependable } from '../cdktf/framework';

/** A network that a container joins. */
export interface NetworkAttachment {
  readonly networkName: string;
  /** Further names of the container in the network's DNS. */
  readonly aliases: readonly string[];
  /** IPv4 address in the network, such as `10.80.3.254`. Nobody else may have it. @default the lowest that is free */
  readonly address?: string;
  /** What makes the network, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
  /** The default that is off for whoever joins. @default none */
  readonly waiver?: Waiver | undefined;
}
