import type { Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** An engine and its host. Facts that can only be read on the host itself are unknown from elsewhere. */
export interface HostFacts extends ResourceFacts {
  readonly kind: 'host';
  readonly versions: HostVersions;
  /** Warnings of the engine about itself. */
  readonly warnings: Items<string>;
  /** True where the kernel confines programs by AppArmor. */
  readonly appArmor: Known<boolean>;
  readonly seLinux: Known<boolean>;
  /** Name or path of the engine's own seccomp profile, such as `default`; undefined without seccomp. */
  readonly seccompProfile: Known<string | undefined>;
  /** True where root of a container has no rights on the host: `userns-remap`, or an engine without root. */
  readonly userNamespaces: Known<boolean>;
  readonly rootless: Known<boolean>;
  /** True where no container can gain privileges, even without the option. */
  readonly noNewPrivileges: Known<boolean>;
  /** `1` or `2`. */
  readonly cgroupVersion: Known<string | undefined>;
  /** MiB. */
  readonly memory: Known<number | undefined>;
  /** Processor cores. */
  readonly cores: Known<number | undefined>;
  readonly storageDriver: Known<string | undefined>;
  readonly logDriver: Known<string | undefined>;
  readonly liveRestore: Known<boolean>;
  readonly experimental: Known<boolean>;
  readonly debug: Known<boolean>;
  /** Networks, as CIDR or `host:port`, whose registries are not verified. */
  readonly insecureRegistries: Items<string>;
  readonly runtimes: Items<string>;
  readonly defaultRuntime: Known<string | undefined>;
  /** True where containers on the default bridge reach each other. */
  readonly defaultBridgeIcc: Known<boolean>;
  /** Undefined where it is no member of a swarm. */
  readonly swarm: Known<SwarmFacts | undefined>;
  readonly daemon: DaemonFacts;
  readonly system: SystemFacts;
}

/** Versions of the programs on the host, as they report them. */
export interface HostVersions {
  readonly engine: Known<string | undefined>;
  readonly containerd: Known<string | undefined>;
  readonly runc: Known<string | undefined>;
  readonly kernel: Known<string | undefined>;
  /** Such as `Debian GNU/Linux 12 (bookworm)`. */
  readonly system: Known<string | undefined>;
}

/** A member of a swarm. */
export interface SwarmFacts {
  readonly isManager: Known<boolean>;
  readonly managers: Known<number | undefined>;
  readonly autoLock: Known<boolean>;
  readonly listenAddress: Known<string | undefined>;
  /** Days until the certificates of its members are renewed. */
  readonly certificateDays: Known<number | undefined>;
}

/** Arguments of the engine that no request tells. Undefined is "not set". */
export interface DaemonFacts {
  /** Addresses where it answers, such as `unix:///run/docker.sock`. */
  readonly hosts: Items<string>;
  readonly tlsVerify: Known<boolean>;
  readonly iptables: Known<boolean>;
  readonly userlandProxy: Known<boolean>;
  readonly logLevel: Known<string | undefined>;
  /** Names of the ulimits that every container gets. */
  readonly defaultUlimits: Items<string>;
}

/** Facts that can only be read on the host itself. */
export interface SystemFacts {
  /** The engine's files and sockets, with who may do what. */
  readonly files: Items<HostFile>;
  /** Members of the group `docker`, who are root by that. */
  readonly dockerGroup: Items<string>;
  /** Those of the engine's files that exist and an audit should watch. */
  readonly watchable: Items<string>;
  /** Paths that auditd watches. */
  readonly watched: Items<string>;
  /** True where the engine's data has a file system of its own. */
  readonly dataOnOwnPartition: Known<boolean>;
  /** True where new connections from containers to the host's own addresses are dropped. */
  readonly bridgeGuarded: Known<boolean>;
  /** True where packets from outside to a container's own address are dropped before they are forwarded. */
  readonly routedDropped: Known<boolean>;
}

/** A file of the host. */
export interface HostFile {
  readonly path: string;
  readonly owner: Known<string>;
  readonly group: Known<string>;
  /** Permission bits, such as `0o660`. */
  readonly mode: Known<number>;
}
