import type { IConstruct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { Listener } from '../container/listener';
import type { Balancing } from './balancing';

/** Containers that serve the same, as a proxy in front of them sees them. */
export interface IBackend extends IConstruct {
  /** Name in the configuration of the proxy. */
  readonly name: string;
  /** The port of every replica. */
  readonly listener: Listener;
  /** All that requests can go to. */
  readonly replicas: readonly IBackendReplica[];
  /** Path that the proxy asks as well. @default it connects only */
  readonly healthPath: string | undefined;
  /** How requests are spread. */
  readonly balancing: Balancing;
}

/** One of the containers. */
export interface IBackendReplica {
  /** A name in the DNS of the network that it shares with the proxy. */
  readonly containerName: string;
  /** Exists when it is healthy. */
  readonly dependable: ITerraformDependable;
}
