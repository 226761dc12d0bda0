import type { IContainerImage } from '../image/container-image';
import type { ITerraformDependable } from '../cdktf/framework';
import type { NetworkAttachment } from '../network/network-attachment';
import type { HardenedSetting } from '../hardened-setting';
import type { Role } from '../owner/labels';
import type { Duration } from '../units/duration';
import type { Size } from '../units/size';
import type { AppArmorPolicy } from './apparmor/apparmor-policy';
import type { Capability } from './capability';
import type { EnvironmentFile } from './environment-file';
import type { HealthCheck } from './health-check';
import type { Init } from './init';
import type { Cpu, Memory, Pids } from './limits';
import type { Listener } from './listener';
import type { LogPolicy } from './log-policy';
import type { MountedFiles } from './mounted-files';
import type { PrivilegeEscalation } from './privilege-escalation';
import type { PublicValue } from './public-value';
import type { PublishedPort } from './published-port';
import type { Replacement } from './replacement';
import type { RestartPolicy } from './restart-policy';
import type { RootFilesystem } from './root-filesystem';
import type { SeccompProfile } from './seccomp/seccomp-profile';
import type { User } from './user';
import type { WritablePath } from './writable-path';

/** A container that runs to its end before another one starts. */
export interface IPredecessor {
  /** Hash of every argument. */
  readonly generation: string;
  /** Writable paths. */
  readonly writable: readonly WritablePath[];
  /** Containers that run to their end before it. */
  readonly follows: readonly IPredecessor[];
}

/** A container beside which another one writes its data volumes. */
export interface IWriter extends IPredecessor {
  /** Exists when the container passed its health gate. */
  readonly dependable: ITerraformDependable;
}

/** Options of every hardened container; each that is left out has its hardened default. */
export interface HardenedContainerOptions {
  /** Check that it serves; a new generation replaces the old one only after its first success. */
  readonly healthCheck: HealthCheck;
  /** Program and arguments after the entrypoint. @default the image's */
  readonly command?: readonly string[];
  /** Program. @default the image's */
  readonly entrypoint?: readonly string[];
  /**
   * Public values by name; what looks like a secret is refused. An app also gets PORT, the port of its listener, HOME, which is `/tmp`, and USER and LOGNAME,
   * which are `app`, unless they are said here. @default none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables that look like secrets and are none. @default none */
  readonly publicValues?: readonly PublicValue[];
  /** Variables whose values are in files of the container; the whole command has to be said then. @default none */
  readonly environmentFiles?: readonly EnvironmentFile[];
  /** @default 256 MiB, and no swap */
  readonly memory?: Memory;
  /** @default 0.5 cores */
  readonly cpu?: Cpu;
  /** Processes and threads. @default 256 */
  readonly pids?: Pids;
  /** Files and sockets one process may have open, 64 to 1048576. @default 4096 */
  readonly openFiles?: number;
  /** Size of /dev/shm, which counts against the memory limit, in whole MiB; browsers and databases need more. @default 64 MiB */
  readonly sharedMemory?: Size;
  /** Process 1. @default the engine's init */
  readonly init?: Init;
  /** @default read-only */
  readonly rootFilesystem?: RootFilesystem;
  /** Paths that can be written in spite of the read-only root, beside `/tmp`; a `/tmp` among them takes its place. @default `/tmp`, 16 MiB of memory */
  readonly writable?: readonly WritablePath[];
  /** Read-only files. @default none */
  readonly files?: readonly MountedFiles[];
  /** Capabilities given back after all were dropped. @default none */
  readonly capabilities?: readonly Capability[];
  /** @default fixed at start */
  readonly privilegeEscalation?: PrivilegeEscalation;
  /** @default the profile attached to the app or stack; without one, the hardened profile */
  readonly seccomp?: SeccompProfile;
  /** @default the policy attached to the app or stack; without one, the engine's own profile where the host has AppArmor */
  readonly appArmor?: AppArmorPolicy;
  /** Labels of your own by name, such as `com.acme.owner`; `Labels.of(scope)` gives them to many. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default 3 files of 10 MiB */
  readonly logs?: LogPolicy;
  /** @default unless stopped, so that apps come back with the host */
  readonly restart?: RestartPolicy;
  /** @default stop-first where it publishes a port or writes a data volume of its own, else start-first */
  readonly replacement?: Replacement;
  /** Signal that asks the program to end. @default SIGTERM */
  readonly stopSignal?: string;
  /** Time from that signal to the kill, at most 5 minutes. @default 15 seconds */
  readonly stopGrace?: Duration;
}

/** One container. */
export interface HardenedContainerProps extends HardenedContainerOptions {
  /** Last part of its name, before the generation. @default the construct's id in kebab case */
  readonly name?: string;
  /** The image, pinned by its digest or built from a directory. */
  readonly image: IContainerImage;
  /** The user that it runs as; never root. */
  readonly user: User;
  /** @default HTTP on 8080 */
  readonly listener?: Listener;
  /** @default none: no network at all */
  readonly networks?: readonly NetworkAttachment[];
  /** Role in the platform. @default replica */
  readonly role?: Role;
  /** App and slot it belongs to. @default none */
  readonly app?: {
    /** Unique in its tenant. */
    readonly name: string;
    /** Number of the container in the app, from 1 on. */
    readonly slot: number;
    /** Number of the release that it tries. @default none: it runs the current one */
    readonly canary?: number;
  };
  /** Ports on an address of the host, through one of its networks: the container is then replaced stop-first. @default none */
  readonly publish?: readonly PublishedPort[];
  /** Kernel settings of its own network namespace, `net.*` only. @default none */
  readonly networkSettings?: Readonly<Record<string, string>>;
  /** Name servers instead of the host's. @default the host's */
  readonly nameServers?: readonly string[];
  /** Has to exist before it starts. @default none */
  readonly after?: readonly ITerraformDependable[];
  /** Containers that run to their end before it, and are among `after`: where they write its data volume, it is replaced whenever they run. @default none */
  readonly follows?: readonly IPredecessor[];
  /**
   * Containers whose data volumes it writes as well, by a `WritablePath.sharedVolume` with its reason: it starts after them, and is replaced whenever they are. @default none
   * @internal
   */
  readonly beside?: readonly IWriter[];
  /** Defaults of its program that may be off, to be listed with its own. @default none */
  readonly settings?: readonly HardenedSetting[];
  /** For programs that run once: success is their end. @default it runs until it is stopped */
  readonly oneShot?: {
    /** Longest time until its end. */
    readonly timeout: Duration;
  };
}
