import type { Exemption } from '../exemption';
import type { ITerraformDependable } from '../cdktf/framework';

/** A network that a container joins. */
export interface NetworkAttachment {
  /** Full name of the network on the engine. */
  readonly networkName: string;
  /** Further names of the container in the network's DNS. */
  readonly aliases: readonly string[];
  /** IPv4 address in the network, such as `10.80.3.254`. No other container may have it. @default the lowest that is free */
  readonly address?: string;
  /** Resources that make the network, when the same stack does. */
  readonly dependables: readonly ITerraformDependable[];
  /** The default that is off for containers that join. @default none */
  readonly exemption?: Exemption | undefined;
}
