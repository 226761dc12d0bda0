import type { Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** An engine and the host it runs on. What only somebody on the host can read is unknown from elsewhere. */
export interface HostFacts extends ResourceFacts {
  readonly kind: 'host';
  readonly versions: HostVersions;
  /** What the engine warns about itself. */
  readonly warnings: Items<string>;
  /** Whether the kernel confines programs by AppArmor or SELinux. */
  readonly appArmor: Known<boolean>;
  readonly seLinux: Known<boolean>;
  /** Name or path of the engine's own seccomp profile, such as `default`; undefined without seccomp. */
  readonly seccompProfile: Known<string | undefined>;
  /** Whether root of a container is nobody on the host: `userns-remap`, or an engine without root. */
  readonly userNamespaces: Known<boolean>;
  readonly rootless: Known<boolean>;
  /** Whether no container can gain privileges, whatever it asks for. */
  readonly noNewPrivileges: Known<boolean>;
  /** `1` or `2`. */
  readonly cgroupVersion: Known<string | undefined>;
  readonly storageDriver: Known<string | undefined>;
  readonly logDriver: Known<string | undefined>;
  readonly liveRestore: Known<boolean>;
  readonly experimental: Known<boolean>;
  readonly debug: Known<boolean>;
  /** Networks, as CIDR or `host:port`, whose registries are not verified. */
  readonly insecureRegistries: Items<string>;
  readonly runtimes: Items<string>;
  readonly defaultRuntime: Known<string | undefined>;
  /** Whether containers on the default bridge reach each other. */
  readonly defaultBridgeIcc: Known<boolean>;
  /** Undefined where it is no member of a swarm. */
  readonly swarm: Known<SwarmFacts | undefined>;
  readonly daemon: DaemonFacts;
  readonly system: SystemFacts;
}

/** What runs on the host, as it names itself. */
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

/** What only somebody on the host can read. */
export interface SystemFacts {
  /** The engine's files and sockets, with who may do what. */
  readonly files: Items<HostFile>;
  /** Members of the group `docker`, who are root by that. */
  readonly dockerGroup: Items<string>;
  /** Those of the engine's files that exist and an audit should watch. */
  readonly watchable: Items<string>;
  /** Paths that auditd watches. */
  readonly watched: Items<string>;
  /** Whether the engine's data fills a file system of its own, and not the host's. */
  readonly dataOnOwnPartition: Known<boolean>;
  /** Whether new connections from containers to the host's own addresses are dropped. */
  readonly bridgeGuarded: Known<boolean>;
  /** Whether what comes from elsewhere and is for a container's own address is dropped before it is forwarded. */
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
