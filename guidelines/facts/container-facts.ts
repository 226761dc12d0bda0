import type { ImageReference } from '../normalise/image-reference';
import type { SecurityOption } from '../normalise/security-option';
import type { UserReference } from '../normalise/user';
import type { HostPath } from './host-path';
import type { Entry, Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** A container, in one spelling for all surfaces. Undefined is "not set": the engine decides. */
export interface ContainerFacts extends ResourceFacts {
  readonly kind: 'container';
  readonly name: Known<string | undefined>;
  /** Which provider makes it, such as `docker.pool`: another provider is another host. @default the one of all others */
  readonly provider?: string;
  /** Owner, from the label `appengine.tenant`. */
  readonly tenant: Known<string | undefined>;
  /** Purpose, from the label `appengine.role`. */
  readonly role: Known<string | undefined>;
  /** False for one that is only created, to fill a volume. */
  readonly starts: Known<boolean>;
  /** False for one that ends by itself. */
  readonly isLongRunning: Known<boolean>;
  readonly autoRemove: Known<boolean>;
  readonly image: Known<ImageReference>;
  /** Entrypoint and arguments. */
  readonly command: Items<string>;
  readonly environment: Items<Variable>;
  readonly labels: Items<Entry>;
  readonly user: Known<UserReference | undefined>;
  readonly groups: Items<string>;
  readonly privileged: Known<boolean>;
  readonly capabilities: Capabilities;
  readonly securityOptions: Items<SecurityOption>;
  readonly readOnly: Known<boolean>;
  readonly mounts: Items<Mount>;
  /** Every path of the host that it sees, by bind mounts and by volumes. */
  readonly hostPaths: Items<HostPath>;
  readonly volumesFrom: Items<string>;
  readonly tmpfs: Items<Tmpfs>;
  readonly devices: Items<Device>;
  /** GPUs: `all`, or how many, or ids. */
  readonly gpus: Items<string>;
  /** MiB. */
  readonly memory: Known<number | undefined>;
  readonly memorySwap: Known<number | undefined>;
  /** MiB of `/dev/shm`. */
  readonly sharedMemory: Known<number | undefined>;
  readonly cpu: CpuFacts;
  readonly ulimits: Items<Ulimit>;
  readonly cgroupParent: Known<string | undefined>;
  readonly restart: Known<string | undefined>;
  readonly maxRetries: Known<number | undefined>;
  readonly logDriver: Known<string | undefined>;
  readonly logOptions: Items<Entry>;
  readonly init: Known<boolean | undefined>;
  /** Program of the health check. */
  readonly healthTest: Known<string | undefined>;
  /** Health check with its arguments; none where there is no check. */
  readonly healthCommand: Items<string>;
  /** Files that are written into it before it starts; an engine does not tell them. */
  readonly uploads: Items<Upload>;
  readonly workingDirectory: Known<string | undefined>;
  readonly sysctls: Items<Entry>;
  readonly ports: Items<Port>;
  readonly publishAllPorts: Known<boolean>;
  readonly networkMode: Known<string | undefined>;
  readonly networks: Items<string>;
  readonly pidMode: Known<string | undefined>;
  readonly ipcMode: Known<string | undefined>;
  readonly usernsMode: Known<string | undefined>;
  readonly cgroupNamespace: Known<string | undefined>;
  readonly runtime: Known<string | undefined>;
  /** Trust level of its tenant, from the label `appengine.trust`. */
  readonly trust: Known<string | undefined>;
  /** Settings that the provider has no argument for: only an engine tells them. */
  readonly engine: EngineSettings;
  /** False for one that the engine has and no configuration declares. */
  readonly declared: Known<boolean>;
  /** Differences between the running container and its declaration. */
  readonly drift: Items<Drift>;
}

/** Settings of a container that only the engine has a name for. Undefined is "not set", which is also what every configuration says. */
export interface EngineSettings {
  /** Processes and threads. */
  readonly pids: Known<number | undefined>;
  /** Paths below `/proc` and `/sys` that are hidden; undefined is the engine's own list. */
  readonly maskedPaths: Known<readonly string[] | undefined>;
  /** Paths below `/proc` and `/sys` that are read-only; undefined is the engine's own list. */
  readonly readOnlyPaths: Known<readonly string[] | undefined>;
  readonly utsMode: Known<string | undefined>;
  readonly oomKillDisabled: Known<boolean>;
  readonly oomScore: Known<number | undefined>;
  /** Rules of the device control group, such as `c 1:3 rw`. */
  readonly deviceRules: Items<string>;
  /** The AppArmor profile in force; undefined where the kernel has none. */
  readonly appArmorProfile: Known<string | undefined>;
}

/** One field of a container that is not as it was declared. */
export interface Drift {
  /** Terraform's name of it, such as `read_only`. */
  readonly attribute: string;
  /** As a person reads it. */
  readonly declared: string;
  readonly live: string;
  /** The rule that is about the field, such as `SDG-10.6`. */
  readonly rule: string;
}

/** Capabilities by their names without `CAP_`. */
export interface Capabilities {
  readonly add: Items<string>;
  readonly drop: Items<string>;
}

/** A variable of the environment. */
export interface Variable {
  readonly name: Known<string>;
  readonly value: Known<string>;
}

/** A file that is written into a container. */
export interface Upload {
  /** Path in the container. */
  readonly path: Known<string>;
  /** Text, as the state of Terraform has it. */
  readonly content: Known<string>;
}

/** A volume or a path of the host inside the container. */
export interface Mount {
  readonly type: Known<string | undefined>;
  /** Name of a volume, or path of the host. */
  readonly source: Known<string | undefined>;
  /** Path in the container. */
  readonly target: Known<string | undefined>;
  readonly readOnly: Known<boolean>;
  readonly propagation: Known<string | undefined>;
  /** True where both a path and a volume are named. */
  readonly ambiguous: boolean;
  /** Paths of the host in the options of its volume driver. */
  readonly driverPaths: Items<string>;
  /** Options of its volume driver, such as `type` and `device`. */
  readonly driverOptions: Items<Entry>;
}

/** A file system in memory. */
export interface Tmpfs {
  readonly path: Known<string>;
  /** Undefined without a bound. */
  readonly bytes: Known<number | undefined>;
  readonly flags: Known<readonly string[]>;
}

/** A device of the host. */
export interface Device {
  readonly path: Known<string>;
  readonly permissions: Known<string | undefined>;
}

/** Processor time. */
export interface CpuFacts {
  readonly shares: Known<number | undefined>;
  /** Microseconds of each period. */
  readonly quota: Known<number | undefined>;
  /** Microseconds. */
  readonly period: Known<number | undefined>;
  readonly cores: Known<number | undefined>;
}

/** A limit of each of its processes. */
export interface Ulimit {
  readonly name: Known<string>;
  readonly hard: Known<number | undefined>;
}

/** A port of the host that leads into it. */
export interface Port {
  readonly internal: Known<number | undefined>;
  readonly external: Known<number | undefined>;
  readonly address: Known<string | undefined>;
}
