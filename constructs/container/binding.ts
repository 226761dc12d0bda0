import type { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { NetworkAttachment } from '../network/network-attachment';
import type { MountedFiles } from './mounted-files';
import type { User } from './user';
import type { WritablePath } from './writable-path';

/** What a container is given from outside of its image. Everything that an application uses, it gets in this shape. */
export interface ContainerBinding {
  /** @default none */
  readonly networks?: readonly NetworkAttachment[];
  /** Public values by name. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Read-only files. @default none */
  readonly files?: readonly MountedFiles[];
  /** @default none */
  readonly writable?: readonly WritablePath[];
  /** Name servers instead of the host's. @default the host's */
  readonly nameServers?: readonly string[];
  /** Hosts that are reached without the proxy of an egress. @default none */
  readonly directHosts?: readonly string[];
  /** Has to exist before the container starts. @default none */
  readonly after?: readonly ITerraformDependable[];
}

/** The application that is bound. */
export interface BoundApp {
  readonly name: string;
  readonly user: User;
  /** What it is told already. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What an application can use: an egress, another application, a service. */
export interface IBindable {
  /**
   * Called once for every application that uses it.
   * @param scope the application: resources of the binding go below it, under ids that begin with the bindable's own
   */
  bind(scope: Construct, app: BoundApp): ContainerBinding;
}
