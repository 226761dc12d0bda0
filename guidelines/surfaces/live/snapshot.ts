/**
 * An engine at one moment: its API's own answers as parsed JSON, and what was read on its host. Nothing about the answers is taken for
 * granted: what an engine leaves out is unknown, and what has another type than the API documents is an error.
 */
export interface EngineSnapshot {
  /** `GET /info` */
  readonly info: unknown;
  /** `GET /version` */
  readonly version: unknown;
  /** `GET /containers/{id}/json` of every container, those that ended included. */
  readonly containers: readonly unknown[];
  /** `GET /networks/{id}` of every network. */
  readonly networks: readonly unknown[];
  /** The list `Volumes` in `GET /volumes`. */
  readonly volumes: readonly unknown[];
  readonly images: readonly ImageReading[];
  /** `GET /swarm`. @default it is no manager of a swarm */
  readonly swarm?: unknown;
  /** @default not read: facts that no request tells are unknown */
  readonly host?: HostReading;
}

/** Responses about one image. */
export interface ImageReading {
  /** `GET /images/{id}/json` */
  readonly inspect: unknown;
  /** `GET /images/{id}/history`. @default unknown */
  readonly history?: unknown;
  /** Absolute paths of files in it with a setuid or setgid bit. @default unknown */
  readonly setuidFiles?: readonly string[];
}

/** Data that can only be read on the host itself. */
export interface HostReading {
  /** Settings of the engine as `daemon.json` names them, with those of its command line on top. @default unknown */
  readonly daemon?: Readonly<Record<string, unknown>>;
  /** The engine's files and sockets. @default unknown */
  readonly files?: readonly FileReading[];
  /** Members of the group `docker`. @default unknown */
  readonly dockerGroup?: readonly string[];
  /** Those of the engine's files that exist and an audit should watch. @default unknown */
  readonly watchable?: readonly string[];
  /** Paths that auditd watches. @default unknown */
  readonly watched?: readonly string[];
  /** True where the engine's data has a file system of its own. @default unknown */
  readonly dataOnOwnPartition?: boolean;
  /** True where new connections from containers to the host's own addresses are dropped. @default unknown */
  readonly bridgeGuarded?: boolean;
  /** True where its table `raw` drops packets from outside to a container's own address. @default unknown */
  readonly routedDropped?: boolean;
}

/** A file of the host. */
export interface FileReading {
  readonly path: string;
  /** Name, or number where it has none. @default unknown */
  readonly owner?: string;
  /** Name, or number where it has none. @default unknown */
  readonly group?: string;
  /** Permission bits as a number, such as `0o660`. @default unknown */
  readonly mode?: number;
}
