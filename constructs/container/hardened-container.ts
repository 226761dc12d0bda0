import { Construct } from 'constructs';
import type { IContainerImage } from '../image/container-image';
import type { Role } from '../labels';
import { Owner } from '../tenancy/owner';
import { addContainer } from '../terraform/docker-container';
import type { ITerraformDependable } from '../terraform/framework';
import { literal } from '../terraform/literal';
import type { Duration } from '../units/duration';
import type { NetworkAttachment } from '../network/network-attachment';
import { AppArmorPolicy } from './apparmor/apparmor-policy';
import { AppArmorProfile } from './apparmor/apparmor-profile';
import type { Capability } from './capability';
import type { MountedFiles } from './mounted-files';
import { renderEnvironment } from './environment';
import { gateOf, health, lifecycle, limits, networking, storage } from './arguments';
import type { HealthCheck } from './health-check';
import { Cpu, Memory, Pids } from './limits';
import { Listener } from './listener';
import type { LogPolicy } from './log-policy';
import { waiversOf, type OffSwitch, type Waiver } from './off-switch';
import { Privileges } from './privileges';
import { ProbeVolume } from './probe-volume';
import type { PublishedPort } from './published-port';
import type { Replacement } from './replacement';
import type { RestartPolicy } from './restart-policy';
import { RootFilesystem } from './root-filesystem';
import { SeccompProfile } from './seccomp/seccomp-profile';
import { gatedStart } from './gated-start';
import type { User } from './user';
import { claimVolumes } from './volume-writers';
import { sharesData, withTmp } from './writable';
import type { WritablePath } from './writable-path';

/** What every hardened container can be told; all that is left out is the hardened default. */
export interface HardenedContainerOptions {
  /** Whether it serves; a new generation replaces the old one only after its first success. */
  readonly healthCheck: HealthCheck;
  /** Program and arguments after the entrypoint. @default the image's */
  readonly command?: readonly string[];
  /** Program. @default the image's */
  readonly entrypoint?: readonly string[];
  /** Public values by name; what looks like a secret is refused. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default 256 MiB, and no swap */
  readonly memory?: Memory;
  /** @default 0.5 cores */
  readonly cpu?: Cpu;
  /** Processes and threads. @default 256 */
  readonly pids?: Pids;
  /** Files and sockets one process may have open, 64 to 1048576. @default 4096 */
  readonly openFiles?: number;
  /** @default read-only */
  readonly rootFilesystem?: RootFilesystem;
  /** Paths that can be written in spite of the read-only root, beside `/tmp`; a `/tmp` among them takes its place. @default `/tmp`, 16 MiB of memory */
  readonly writable?: readonly WritablePath[];
  /** Read-only files. @default none */
  readonly files?: readonly MountedFiles[];
  /** Capabilities given back after all were dropped. @default none */
  readonly capabilities?: readonly Capability[];
  /** @default fixed at start */
  readonly privileges?: Privileges;
  /** @default the profile attached to the app or stack; without one, the hardened profile */
  readonly seccomp?: SeccompProfile;
  /** @default the policy attached to the app or stack; without one, the engine's own profile where the host has AppArmor */
  readonly appArmor?: AppArmorPolicy;
  /** @default 3 files of 10 MiB */
  readonly logs?: LogPolicy;
  /** @default unless stopped, so that apps come back with the host */
  readonly restart?: RestartPolicy;
  /** @default stop-first where it writes a data volume of its own, else start-first */
  readonly replacement?: Replacement;
  /** Signal that asks the program to end. @default SIGTERM */
  readonly stopSignal?: string;
  /** Time from that signal to the kill, at most 5 minutes. @default 15 seconds */
  readonly stopGrace?: Duration;
}

/** One container. */
export interface HardenedContainerProps extends HardenedContainerOptions {
  /** Last part of its name, before the generation. */
  readonly name: string;
  readonly image: IContainerImage;
  readonly user: User;
  /** @default HTTP on 8080 */
  readonly listener?: Listener;
  /** @default none: no network at all */
  readonly networks?: readonly NetworkAttachment[];
  /** What it is to the platform. @default replica */
  readonly role?: Role;
  /** App and slot it belongs to. @default none */
  readonly app?: { readonly name: string; readonly slot: number };
  /** Ports on an address of the host, for the edge only: the container is then replaced stop-first. @default none */
  readonly publish?: readonly PublishedPort[];
  /** Kernel settings of its own network namespace, `net.*` only. @default none */
  readonly networkSettings?: Readonly<Record<string, string>>;
  /** Name servers instead of the host's. @default the host's */
  readonly nameServers?: readonly string[];
  /** Has to exist before it starts. @default none */
  readonly after?: readonly ITerraformDependable[];
  /** Containers that run to their end before it, and are among `after`: where they write its data volume, it is replaced whenever they run. @default none */
  readonly follows?: readonly HardenedContainer[];
  /** Defaults of its program that may be off, to be listed with its own. @default none */
  readonly offSwitches?: readonly OffSwitch[];
  /** For programs that run once: success is their end. @default it runs until somebody stops it */
  readonly runsOnce?: { readonly within: Duration };
}

const DEFAULT_OPEN_FILES = 4096;

/**
 * A container with every default of the guidelines that a container can carry: read-only root, no capabilities, no new privileges, numeric non-root
 * user, bounded memory, processor, processes, files and logs, private namespaces, an init, a health check, and no ports, devices or host paths.
 */
export class HardenedContainer extends Construct {
  /** Full name with the generation: also a name in the DNS of its networks. */
  readonly containerName: string;
  /** Hash of every argument. */
  readonly generation: string;
  /** Exists when the container passed its health gate. */
  readonly dependable: ITerraformDependable;
  /** Defaults that are switched off, with their reasons. */
  readonly waivers: readonly Waiver[];
  /** What it declares, as a profile for the host to load: in force only under `AppArmorPolicy.generated()`. */
  readonly appArmor: AppArmorProfile;
  readonly memory: Memory;
  readonly cpu: Cpu;
  /** What it can write. */
  readonly writable: readonly WritablePath[];
  private readonly follows: readonly HardenedContainer[];

  constructor(scope: Construct, id: string, props: HardenedContainerProps) {
    super(scope, id);
    const owner = Owner.of(this);
    const listener = props.listener ?? Listener.http(8080);
    const pids = props.pids ?? Pids.atMost(256);
    const seccomp = props.seccomp ?? SeccompProfile.of(this);
    const privileges = props.privileges ?? Privileges.fixed();
    const root = props.rootFilesystem ?? RootFilesystem.readOnly();
    const capabilities = props.capabilities ?? [];
    this.memory = props.memory ?? Memory.mebibytes(256);
    this.cpu = props.cpu ?? Cpu.cores(0.5);
    const { systemCalls } = seccomp;
    const writable = withTmp(props.writable ?? []);
    this.writable = writable;
    this.follows = (props.follows ?? []).flatMap((job) => [job, ...job.follows]);
    this.waivers = waiversOf([
      ...[props.healthCheck, props.user, this.memory, this.cpu, pids],
      ...[seccomp, ...systemCalls, privileges, root, ...capabilities, ...(props.networks ?? [])],
      ...writable,
      ...(props.offSwitches ?? []),
    ]);

    const probe = props.healthCheck.usesProbe ? ProbeVolume.of(this) : undefined;
    const appArmor = props.appArmor ?? AppArmorPolicy.of(this);
    this.appArmor = new AppArmorProfile({
      name: `${owner.prefix}-${props.app?.name ?? props.name}`,
      writable: writable.map(({ path }) => path),
      isRootWritable: root.waiver !== undefined,
      files: (props.files ?? []).map(({ directory }) => directory),
      capabilities: capabilities.map(({ name }) => name),
      isNetworked: listener.port !== undefined || (props.networks ?? []).length > 0,
      hasNetlink: appArmor.hasNetlink,
    });
    const container = addContainer(this, {
      name: `${owner.prefix}-${props.name}`,
      labels: owner.labels(props.role ?? 'replica', props.app === undefined ? {} : { app: props.app.name, slot: props.app.slot }),
      arguments: {
        image: props.image.imageName,
        ...(props.command === undefined ? {} : { command: props.command.map(literal) }),
        ...(props.entrypoint === undefined ? {} : { entrypoint: props.entrypoint.map(literal) }),
        env: renderEnvironment(this, props.environment ?? {}),
        ...(props.user.uid === undefined ? {} : { user: `${String(props.user.uid)}:${String(props.user.uid)}` }),
        ...limits(this, { memory: this.memory, cpu: this.cpu, pids, openFiles: props.openFiles ?? DEFAULT_OPEN_FILES }),
        readOnly: root.waiver === undefined,
        ...storage(writable, props.files ?? [], probe),
        capabilities: { drop: ['ALL'], ...(capabilities.length === 0 ? {} : { add: capabilities.map(({ name }) => name).sort() }) },
        securityOpts: [
          `no-new-privileges:${String(privileges.waiver === undefined)}`,
          ...seccomp.securityOptions,
          ...(appArmor.isGenerated ? [`apparmor=${this.appArmor.name}`] : []),
        ],
        ipcMode: 'private',
        cgroupnsMode: 'private',
        init: true,
        ...networking(this, props),
        ...lifecycle(this, props),
        ...health(props.healthCheck, listener),
      },
      gate: { ...gateOf(props), pids: pids.limit, ...gatedStart(this, props, writable) },
      createBeforeDestroy: (props.publish ?? []).length === 0,
      dependsOn: [
        ...props.image.dependables,
        ...(probe === undefined ? [] : [probe.dependable]),
        ...(props.files ?? []).flatMap((files) => files.dependables),
        ...writable.flatMap(({ volume }) => (volume === undefined ? [] : [volume.dependable])),
        ...(props.networks ?? []).flatMap(({ dependables }) => dependables),
        ...(props.after ?? []),
      ],
      follows: this.follows.filter((job) => sharesData(job.writable, writable)).map((job) => job.generation),
    });
    this.containerName = container.name;
    this.generation = container.generation;
    this.dependable = container.dependable;
    claimVolumes(this, {
      writable,
      user: props.user,
      ends: props.runsOnce !== undefined,
      dependable: this.dependable,
      after: props.after ?? [],
    });
  }
}
