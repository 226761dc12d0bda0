import type { IConstruct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import type { HealthCheck } from '../container/health-check';
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
  /** Its path and its longest answer are those of the proxy's own check as well. */
  readonly healthCheck: HealthCheck;
  /** How requests are spread. */
  readonly balancing: Balancing;
  /** Replicas of another release that get a part of the requests. @default none */
  readonly canary?: BackendCanary | undefined;
}

/** Replicas of a release that is tried. */
export interface BackendCanary {
  /** Part of the requests, 1 to 99. */
  readonly percent: number;
  /** At least one. */
  readonly replicas: readonly IBackendReplica[];
}

/** One of the containers. */
export interface IBackendReplica {
  /** A name in the DNS of the network that it shares with the proxy. */
  readonly containerName: string;
  /** Exists when it is healthy. */
  readonly dependable: ITerraformDependable;
}
