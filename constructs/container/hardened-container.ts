import { Construct, type IConstruct } from 'constructs';
import { labelsOf } from '../owner/custom-labels';
import type { ResourceLabels } from '../owner/labels';
import { Owner } from '../owner/owner';
import { addContainer } from './container-resource';
import type { ITerraformDependable } from '../cdktf/framework';
import { AppEngineError } from '../errors';
import { isBuildOnly } from '../image/build-only';
import type { IContainerImage } from '../image/container-image';
import { kebabCase } from '../naming';
import { AppArmorPolicy } from './apparmor/apparmor-policy';
import { AppArmorProfile } from './apparmor/apparmor-profile';
import type { HardenedContainerProps, IPredecessor } from './container-props';
import { renderEnvironment } from './environment';
import { Init } from './init';
import { gateOf, health, lifecycle, limits, networking, storage } from './render-arguments';
import { Cpu, Memory, Pids } from './limits';
import { Listener } from './listener';
import { exemptionsOf, type Exemption } from '../exemption';
import { PrivilegeEscalation } from './privilege-escalation';
import { ProbeVolume } from './probe-volume';
import { program } from './program';
import { RootFilesystem } from './root-filesystem';
import { SeccompProfile } from './seccomp/seccomp-profile';
import { gatedStart } from './gated-start';
import { claimVolumes } from './volume-writers';
import { sharesData, withTmp } from './writable';
import { usualEnvironment } from './usual-environment';
import type { WritablePath } from './writable-path';
import { Size } from '../units/size';

const DEFAULT_OPEN_FILES = 4096;
const DEFAULT_SHARED_MEMORY = Size.mebibytes(64);

/**
 * A container with every default of the guidelines that a container can carry: read-only root, no capabilities, no new privileges, numeric non-root
 * user, bounded memory, processor, processes, files and logs, private namespaces, an init, a health check, and no ports, devices or host paths.
 */
export class HardenedContainer extends Construct implements IPredecessor {
  /** Full name with the generation: also a name in the DNS of its networks. */
  readonly containerName: string;
  /** Hash of every argument. */
  readonly generation: string;
  /** Exists when the container passed its health gate. */
  readonly dependable: ITerraformDependable;
  /** Defaults that are switched off, with their reasons. */
  readonly exemptions: readonly Exemption[];
  /** An AppArmor profile of its declaration, for the host to load: in force only under `AppArmorPolicy.generated()`. */
  readonly appArmor: AppArmorProfile;
  /** Its limit. */
  readonly memory: Memory;
  /** Its limit. */
  readonly cpu: Cpu;
  /** Most processes and threads. */
  readonly pids: Pids;
  /** Writable paths. */
  readonly writable: readonly WritablePath[];
  /** Containers that run to their end before it. */
  readonly follows: readonly IPredecessor[];

  constructor(scope: Construct, id: string, props: HardenedContainerProps) {
    super(scope, id);
    refuseBuildStage(this, props.image);
    const owner = Owner.of(this);
    const name = props.name ?? kebabCase(id);
    const listener = props.listener ?? Listener.http(8080);
    const pids = props.pids ?? Pids.atMost(256);
    this.pids = pids;
    const seccomp = props.seccomp ?? SeccompProfile.of(this);
    const privilegeEscalation = props.privilegeEscalation ?? PrivilegeEscalation.denied();
    const root = props.rootFilesystem ?? RootFilesystem.readOnly();
    const init = props.init ?? Init.engine();
    const capabilities = props.capabilities ?? [];
    const beside = props.beside ?? [];
    const after = [...(props.after ?? []), ...beside.map(({ dependable }) => dependable)];
    this.memory = props.memory ?? Memory.mebibytes(256);
    this.cpu = props.cpu ?? Cpu.cores(0.5);
    const { systemCalls } = seccomp;
    const writable = withTmp(props.writable ?? []);
    this.writable = writable;
    this.follows = (props.follows ?? []).flatMap((job) => [job, ...job.follows]);
    this.exemptions = exemptionsOf([
      ...[props.image, props.healthCheck, props.user, this.memory, this.cpu, pids],
      ...(props.publicValues ?? []),
      ...(props.environmentFiles ?? []),
      ...[seccomp, ...systemCalls, privilegeEscalation, init, root, ...capabilities, ...(props.networks ?? [])],
      ...writable,
      ...(props.settings ?? []),
    ]);

    const probe = props.healthCheck.usesProbe || (props.environmentFiles ?? []).length > 0 ? ProbeVolume.of(this) : undefined;
    const appArmor = props.appArmor ?? AppArmorPolicy.of(this);
    this.appArmor = new AppArmorProfile({
      name: `${owner.prefix}-${props.app?.name ?? name}`,
      writable: writable.map(({ path }) => path),
      executable: writable.filter(({ isExecutable }) => isExecutable).map(({ path }) => path),
      isRootWritable: root.exemption !== undefined,
      files: (props.files ?? []).map(({ directory }) => directory),
      capabilities: capabilities.map(({ name }) => name),
      isNetworked: listener.port !== undefined || (props.networks ?? []).length > 0,
      hasNetlink: appArmor.hasNetlink,
    });
    // What the platform brings itself needs neither.
    const isApp = ['replica', 'job', 'schedule'].includes(props.role ?? 'replica');
    const usual = isApp ? usualEnvironment(listener, props.user) : {};
    // Only apps have proxies in front of them.
    const reached = props.app === undefined || props.oneShot !== undefined ? undefined : props.healthCheck.neighbourTest(listener);
    const gate = {
      ...gateOf(props),
      pids: pids.limit,
      ...(reached === undefined ? {} : { reached }),
      ...gatedStart(this, props, writable),
    };
    for (const port of props.publish ?? []) port.reserve(this);
    const container = addContainer(this, {
      name: `${owner.prefix}-${name}`,
      labels: owner.labels(props.role ?? 'replica', appLabels(props.app)),
      customLabels: labelsOf(this, props.labels ?? {}),
      arguments: {
        image: props.image.imageName,
        ...program(this, props),
        env: renderEnvironment(this, { ...usual, ...props.environment }, props.publicValues),
        ...(props.user.uid === undefined ? {} : { user: `${String(props.user.uid)}:${String(props.user.uid)}` }),
        ...limits(this, {
          memory: this.memory,
          cpu: this.cpu,
          pids,
          openFiles: props.openFiles ?? DEFAULT_OPEN_FILES,
          sharedMemory: props.sharedMemory ?? DEFAULT_SHARED_MEMORY,
        }),
        readOnly: root.exemption === undefined,
        ...storage(props, writable, probe),
        capabilities: { drop: ['ALL'], ...(capabilities.length === 0 ? {} : { add: capabilities.map(({ name }) => name).sort() }) },
        securityOpts: [
          `no-new-privileges:${String(privilegeEscalation.exemption === undefined)}`,
          ...seccomp.securityOptions,
          ...(appArmor.isGenerated ? [`apparmor=${this.appArmor.name}`] : []),
        ],
        ipcMode: 'private',
        cgroupnsMode: 'private',
        init: init.exemption === undefined,
        ...networking(this, props),
        ...lifecycle(this, props),
        ...health(props.healthCheck, listener),
      },
      gate,
      dependsOn: [
        ...props.image.dependables,
        ...(probe === undefined ? [] : [probe.dependable]),
        ...(gate.start?.probe?.dependables ?? []),
        ...(props.files ?? []).flatMap((files) => files.dependables),
        ...writable.flatMap(({ volume }) => volume?.dependables ?? []),
        ...(props.networks ?? []).flatMap(({ dependables }) => dependables),
        ...after,
      ],
      follows: [...this.follows, ...beside].filter((job) => sharesData(job.writable, writable)).map((job) => job.generation),
    });
    this.containerName = container.name;
    this.generation = container.generation;
    this.dependable = container.dependable;
    claimVolumes(this, {
      writable,
      user: props.user,
      ends: props.oneShot !== undefined,
      dependable: this.dependable,
      after,
      beside: beside.map(({ dependable }) => dependable),
    });
  }
}

function refuseBuildStage(scope: IConstruct, image: IContainerImage): void {
  if (!isBuildOnly(image)) return;
  throw new AppEngineError(
    'BuildStageStarted',
    `image ${image.imageName} is a build stage, which has a package manager, and must not be started; copy what it makes into an image such as platform.images.runtimes.node, in a second stage of the Dockerfile`,
    scope,
  );
}

function appLabels(app: HardenedContainerProps['app']): Pick<ResourceLabels, 'app' | 'canary' | 'slot'> {
  if (app === undefined) return {};
  return { app: app.name, slot: app.slot, ...(app.canary === undefined ? {} : { canary: app.canary }) };
}
