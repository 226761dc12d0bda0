import type { Construct } from 'constructs';
import { BackupKeeper } from '../backup/backup-keeper';
import type { ITerraformDependable } from '../cdktf/framework';
import type { Backup } from '../backup/backup';
import type { BoundApp, ContainerBinding } from '../container/binding';
import type { HardenedContainerOptions } from '../container/container-props';
import { HardenedContainer } from '../container/hardened-container';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import type { User } from '../container/user';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { WritablePath } from '../container/writable-path';
import { ServiceNetwork } from '../network/service-network';
import { presenceAlias } from '../network/user-presence';
import { userOf } from '../tenancy/user-plan';
import { kebabCase } from '../naming';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { ServiceBinding, type ServiceEndpoint } from './service-binding';
import type { HardenedSetting } from '../hardened-setting';
import type { OfferedService } from '../service-pool/service-catalogue';
import { BackingService } from './backing-service';
import { ImageService, type ImageServiceProps } from './image-service';
import { checkedMemory } from './offered-memory';
import type { Partition } from './partition';
import type { Rotation } from './rotation';
import { rotationOf } from './rotation-number';
import type { ServiceDoor, ServiceEntrance } from './service-door';
import { ServiceExporter } from './service-exporter';
import type { ServiceMetrics } from './service-metrics';
import { ServiceSeed } from './service-seed';
import { ServiceUsers } from './service-users';

/** Options of every service. */
export interface ServiceProps {
  /** Name of the service: its host in the network of its bindings. @default the construct's id in kebab case */
  readonly name?: string;
  /** At most what the platform offers. @default 256 MiB */
  readonly memory?: Memory;
  /** @default 0.5 cores */
  readonly cpu?: Cpu;
  /** @default a uid of its own, computed from instance, tenant and name */
  readonly user?: User;
  /** When its apps get other credentials. No request fails meanwhile. @default Rotation.onRequest() */
  readonly rotation?: Rotation;
}

/** Program of one type of service. */
export interface ServiceProgram extends Pick<
  HardenedContainerOptions,
  'healthCheck' | 'seccomp' | 'sharedMemory' | 'stopGrace' | 'stopSignal' | 'writable'
> {
  /** As the platform offers it. */
  readonly type: string;
  /** Port of its server. */
  readonly port: number;
  /** Files of its bindings. */
  readonly entries: readonly string[];
  /** True if a binding has a database. */
  readonly hasDatabase: boolean;
  /** Part of the service that an app has, which is its database then. @default all apps have the database that is named like the service */
  readonly partition?: Partition;
  /** Of a service that is given none. @default 256 MiB */
  readonly defaultMemory?: Memory;
  /** Defaults of the server that are off, with their reasons. @default none */
  readonly settings?: readonly HardenedSetting[];
  /** Directory of its server's socket, for those who have a volume with it. @default none */
  readonly sockets?: string;
  /** Metrics for the Prometheus of operators. @default there is no exporter of it */
  readonly metrics?: ServiceMetrics | undefined;
  /** How its data is backed up. @default it cannot be */
  readonly backup?: ServiceBackup;
  /** Arguments of its server, beside its name. @param memory of the container, in MiB */
  options(memory: number): readonly string[];
}

/** Backups of one type of service. */
export interface ServiceBackup {
  /** As the user has declared it. */
  readonly backup: Backup;
  /** Directory where the server leaves its log for the backups. @default it has no log */
  readonly archive?: string;
  /** Memory of the container that makes backups, in MiB. @param memory of the service, in MiB */
  memory(memory: number): number;
}

/** Option of services that have an exporter. */
export interface MetricsProps {
  /** Metrics for the Prometheus of operators. @default ServiceMetrics.none() */
  readonly metrics?: ServiceMetrics;
}

/** Option of services whose data can be backed up. */
export interface BackupProps {
  /** @default none, which `appengine backup list` tells */
  readonly backup?: Backup;
}

const DEFAULT_MEMORY = Memory.mebibytes(256);

/**
 * A database, cache, broker or object storage of one tenant: a server of its own, whose data no deploy removes. It is replaced stop-first, because data has one writer. Only apps
 * that use it share a network with it, each as a user of its own, by TLS.
 */
export abstract class Service extends BackingService {
  /**
   * A server of any other image, such as ClickHouse: with the same network, data volume and start order. Its password is made on the host, and all apps that use it
   * have the same one.
   * @throws AppEngineError ServiceTypeInvalid, ServicePortOutOfRange
   */
  static fromImage(scope: Construct, id: string, props: ImageServiceProps): BackingService {
    return new ImageService(scope, id, props);
  }

  readonly container: HardenedContainer;
  readonly data: Volume;
  /** Files of a binding. */
  readonly entries: readonly string[];
  readonly offered: OfferedService;
  readonly rotation: number;
  /** Why it has no backups, where that was said. */
  readonly absence: string | undefined;
  private readonly endpoint: ServiceEndpoint;
  private readonly partition: Partition | undefined;
  private readonly network: ServiceNetwork;
  private readonly users: ServiceUsers;
  private readonly verifiers: Volume;
  private readonly authority: Volume;
  private readonly credentialsUser: User;
  private readonly seeded: readonly ITerraformDependable[];
  private readonly admitted: string[] = [];

  protected constructor(scope: Construct, id: string, props: ServiceProps, program: ServiceProgram) {
    super(scope, id, props.name);
    this.offered = this.tenant.services.find(this, program.type);
    this.entries = program.entries;
    this.rotation = rotationOf(this, `${this.tenant.name}/${this.name}`, props.rotation);
    const memory = checkedMemory(this, this.offered, props.memory ?? program.defaultMemory ?? DEFAULT_MEMORY);
    this.endpoint = {
      host: this.name,
      port: program.port,
      type: program.type,
      ...(program.hasDatabase ? { database: this.name } : {}),
    };
    this.partition = program.hasDatabase ? program.partition : undefined;
    this.network = new ServiceNetwork(this, 'Network', { name: `${this.name}-bindings` });
    const alone = new ServiceNetwork(this, 'Alone', { name: `${this.name}-alone` });
    this.data = new Volume(this, 'Data', { name: `${this.name}-data` });
    this.users = new ServiceUsers(this, 'Users', { service: this.name });
    this.verifiers = new Volume(this, 'Verifiers', { name: `${this.name}-verifiers`, content: VolumeContent.generated() });
    this.authority = new Volume(this, 'Authority', { name: `${this.name}-authority`, content: VolumeContent.generated() });
    this.credentialsUser = userOf(this, `${this.name}-bindings`);
    const { type, healthCheck, stopGrace = Duration.minutes(1), writable = [] } = program;
    const user = userOf(this, this.name, props.user);
    const shared = this.sharedWithBackup(program);
    this.container = new HardenedContainer(this, 'Container', {
      ...program,
      name: this.name,
      role: 'service',
      app: { name: this.name, slot: 1 },
      image: this.offered.image,
      user,
      entrypoint: ['agent', type],
      command: ['run', this.name, ...program.options(memory)],
      listener: Listener.none(),
      healthCheck,
      memory: Memory.mebibytes(memory),
      cpu: props.cpu ?? Cpu.cores(0.5),
      stopGrace,
      // The engine keeps no alias in the first network of a container.
      networks: [alone.attach(), this.network.attach([this.name])],
      files: [this.users, { directory: '/verifiers', volume: this.verifiers, dependables: this.verifiers.dependables }],
      writable: [...writable, ...shared, WritablePath.volume('/data', this.data), WritablePath.volume('/public', this.authority)],
    });
    this.tenant.quota.add(this, [this.container]);
    this.seeded = this.seed(type);
    this.absence = program.backup?.backup.absence;
    if (program.backup !== undefined && this.absence === undefined) this.addBackup(program.backup, type, memory, user, shared);
    const limits = program.metrics?.limits;
    if (limits !== undefined && this.tenant.preview === undefined) {
      const admit = (scope: Construct, app: BoundApp, directory: string): ContainerBinding => this.give(scope, app, directory);
      new ServiceExporter(this, 'Exporter', { service: this.name, type, limits, admit });
    }
  }

  /** First data, of a preview that has some. */
  private seed(type: string): readonly ITerraformDependable[] {
    const { preview } = this.tenant;
    const seed = preview?.rules.seeds[this.name];
    if (preview === undefined || seed === undefined) return [];
    const { tenant: original } = preview.names;
    const server = this.container.dependable;
    return new ServiceSeed(this, 'Seed', { seed, service: this.name, type, original, data: this.data, server }).dependables;
  }

  /** Volumes that the server writes and the container with the backups reads, or memory where there are no backups. */
  private sharedWithBackup({ sockets, backup }: ServiceProgram): readonly WritablePath[] {
    if (sockets === undefined) return [];
    if (backup === undefined || backup.backup.absence !== undefined) return [WritablePath.tmpfs(sockets, Size.mebibytes(1))];
    const volume = (id: string): Volume =>
      new Volume(this, id, { name: `${this.name}-${kebabCase(id)}`, content: VolumeContent.generated() });
    const archive = backup.archive === undefined ? [] : [WritablePath.volume(backup.archive, volume('Archive'))];
    return [WritablePath.volume(sockets, volume('Sockets')), ...archive];
  }

  private addBackup(own: ServiceBackup, type: string, memory: number, user: User, [sockets, ...archive]: readonly WritablePath[]): void {
    new BackupKeeper(this, 'Backup', {
      name: this.name,
      type,
      backup: own.backup,
      data: this.data,
      user,
      image: this.offered.image,
      files:
        sockets?.volume === undefined ? [] : [{ directory: sockets.path, volume: sockets.volume, dependables: sockets.volume.dependables }],
      writable: archive,
      memory: Memory.mebibytes(own.memory(memory)),
      after: [this.container.dependable],
    });
  }

  /** Names of the apps that use it, also by way of a pooler. */
  override get usedBy(): readonly string[] {
    return this.admitted;
  }

  protected give(scope: Construct, app: BoundApp, directory: string): ContainerBinding {
    const { host, port } = this.endpoint;
    return this.admit(scope, app, directory, { host, port, authority: this.authority, service: this.container.dependable });
  }

  /**
   * For what stands in front of the server.
   * @internal
   */
  protected get door(): ServiceDoor {
    const { network, verifiers, authority } = this;
    const admit: ServiceDoor['admit'] = (scope, app, directory, entrance) => this.admit(scope, app, directory, entrance);
    return { network, verifiers, authority, service: this.container.dependable, admit };
  }

  private admit(
    scope: Construct,
    app: BoundApp,
    directory: string,
    { host, port, authority, service, users }: ServiceEntrance,
  ): ContainerBinding {
    this.checkUsedOnce(scope, app);
    this.admitted.push(app.name);
    const username = `${app.name}-${String(this.rotation)}`;
    this.users.add(username);
    users?.add(username);
    const { partition } = this;
    const endpoint = { ...this.endpoint, host, port };
    const binding = new ServiceBinding(scope, `${this.node.id}Binding`, {
      endpoint: partition === undefined ? endpoint : { ...endpoint, database: partition.nameOf(this.name, app.name) },
      username,
      directory,
      image: this.offered.image,
      network: this.network,
      user: this.credentialsUser,
      verifiers: this.verifiers,
      authority,
      service,
    });
    // The server keeps the user as long as one container has its name.
    const networks = [this.network.attach([presenceAlias(username)])];
    return { networks, files: [binding], directHosts: [host], after: [...binding.dependables, ...this.seeded] };
  }
}
