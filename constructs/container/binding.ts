import type { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { NetworkAttachment } from '../network/network-attachment';
import type { EnvironmentFile } from './environment-file';
import type { MountedFiles } from './mounted-files';
import type { User } from './user';
import type { WritablePath } from './writable-path';

/** Networks, settings, files and volumes that a container gets from outside of its image: the one shape of everything that an application uses. */
export interface ContainerBinding {
  /** @default none */
  readonly networks?: readonly NetworkAttachment[];
  /** Public values by name. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables whose values are in those files. @default none */
  readonly environmentFiles?: readonly EnvironmentFile[];
  /** Read-only files. @default none */
  readonly files?: readonly MountedFiles[];
  /** @default none */
  readonly writable?: readonly WritablePath[];
  /** Hosts beyond the tenant that the app reaches for it, such as `api.stripe.com` or `example.com:8443`: as `Egress.to` takes them. @default none */
  readonly destinations?: readonly string[];
  /** Name servers instead of the host's. @default the host's */
  readonly nameServers?: readonly string[];
  /** Hosts that are reached without the proxy of an egress. @default none */
  readonly directHosts?: readonly string[];
  /** Has to exist before the container starts. @default none */
  readonly after?: readonly ITerraformDependable[];
}

/** The application that is bound. */
export interface BoundApp {
  /** Unique in its tenant. */
  readonly name: string;
  /** The user that the app runs as. */
  readonly user: User;
  /** Variables that it has already. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Something that an application can use: an egress, another application, a service. */
export interface IBindable {
  /**
   * Called once for every application that uses it.
   * @param scope the application: resources of the binding go below it, under ids that begin with the bindable's own
   */
  bind(scope: Construct, app: BoundApp): ContainerBinding;
}
