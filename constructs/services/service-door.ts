import type { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { BoundApp, ContainerBinding } from '../container/binding';
import type { IVolume } from '../container/volume-reference';
import type { ServiceNetwork } from '../network/service-network';
import type { ServiceUsers } from './service-users';

/** Address that apps connect to: of the server itself, or of a pooler in front of it. */
export interface ServiceEntrance {
  /** Name in the service's network, and in the certificate. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** Volume with the certificate of its authority. */
  readonly authority: IVolume;
  /** Exists when it answers. */
  readonly service: ITerraformDependable;
  /** Its list of those who come by it. @default the server's */
  readonly users?: ServiceUsers;
}

/**
 * How apps get into a service, for what stands in front of its server.
 * @internal
 */
export interface ServiceDoor {
  /** Of the service with its apps. */
  readonly network: ServiceNetwork;
  /** Verifiers of the passwords of its users. */
  readonly verifiers: IVolume;
  /** Volume with the certificate of the server's authority. */
  readonly authority: IVolume;
  /** Exists when the server answers. */
  readonly service: ITerraformDependable;
  /** Makes an app a user of the service, who connects elsewhere. @throws AppEngineError ServiceUsedTwice */
  admit(scope: Construct, app: BoundApp, directory: string, entrance: ServiceEntrance): ContainerBinding;
}
