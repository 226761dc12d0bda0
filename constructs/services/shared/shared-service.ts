import { Construct, type IConstruct } from 'constructs';
import type { BoundApp, ContainerBinding } from '../../container/binding';
import type { HardenedContainer } from '../../container/hardened-container';
import type { User } from '../../container/user';
import { AppEngineError } from '../../errors';
import { ServiceNetwork } from '../../network/service-network';
import { presenceAlias } from '../../network/user-presence';
import { Owner } from '../../owner/owner';
import type { OfferedService } from '../../service-pool/service-catalogue';
import type { SharedPlan } from '../../service-pool/shared-plan';
import type { Size } from '../../units/size';
import { CredentialSource } from '../credential-source';
import type { Rotation } from '../rotation';
import { rotationOf } from '../rotation-number';
import { ServiceGateway } from './service-gateway';
import { ShareDeclaration } from './share-declaration';
import { SharedBinding } from './shared-binding';
import { SharedServerNames } from './shared-server-names';

/** Options of a service on a server that tenants share. */
export interface SharedServiceProps {
  /** Unique in its tenant. Another name is another database: the old one is kept. @default the construct's id in kebab case */
  readonly name?: string;
  /** Most data, in whole MiB, at most what the platform's plan has. @default what the plan has */
  readonly storage?: Size;
  /** Most connections of all its apps together, 1 to what the platform's plan has. @default what the plan has */
  readonly connections?: number;
  /** When its apps get other credentials. No request fails meanwhile. @default Rotation.onRequest() */
  readonly rotation?: Rotation;
  /** Of its gateway: only needed when the computed uid clashes. @default a uid of its own, computed from instance, tenant and name */
  readonly user?: User;
}

/** One type of service that tenants share a server of. */
export interface SharedServiceType {
  /** As the platform offers it. */
  readonly type: string;
  /** Port of its server. */
  readonly port: number;
  /** Files of its bindings. */
  readonly entries: readonly string[];
}

const SHARED = Symbol.for('appengine/shared-service');
const MIB = 1024 * 1024;

/**
 * A database of one tenant on a server of the platform that other tenants use as well: with a user for each app, limits, and a gateway of the tenant's own as the only way to it.
 * The data is in the platform's volume.
 */
export class SharedService extends CredentialSource {
  /** True for one, also of another copy of this package. */
  static isSharedService(construct: IConstruct): construct is SharedService {
    return SHARED in construct;
  }

  /** The gateway, which apps take for the server. */
  readonly container: HardenedContainer;
  /** Files of a binding. */
  readonly entries: readonly string[];
  /** Its type and image. */
  readonly offered: OfferedService;
  /** Number of its apps' credentials: each rotation is another one. */
  readonly rotation: number;
  /** Most data, in MiB. */
  readonly storage: number;
  /** Most connections of all its apps together. */
  readonly connections: number;
  private readonly names: SharedServerNames;
  private readonly network: ServiceNetwork;
  private readonly declaration: ShareDeclaration;
  private readonly host: string;

  /** @throws AppEngineError ServiceNotOffered, SharedPlanNotOffered, ServiceTooLarge, SeedInvalid */
  constructor(
    scope: Construct,
    id: string,
    props: SharedServiceProps,
    private readonly program: SharedServiceType,
  ) {
    super(scope, id, 'service', props.name);
    Object.defineProperty(this, SHARED, { value: true });
    const { type, port } = program;
    this.entries = program.entries;
    this.offered = this.tenant.services.find(this, type);
    const plan = this.planOf(this.offered);
    this.storage = this.checkedStorage(plan, props.storage);
    this.connections = this.checkedConnections(plan, props.connections);
    this.rotation = rotationOf(this, `${this.tenant.name}/${this.name}`, props.rotation);
    this.refuseSeed();
    const owner = Owner.of(this);
    this.names = new SharedServerNames(owner.instance.name, type);
    this.host = `${this.name}.${this.names.domain}`;
    this.network = new ServiceNetwork(this, 'Network', { name: `${this.name}-bindings` });
    this.container = new ServiceGateway(this, 'Gateway', {
      service: this.name,
      names: this.names,
      image: this.tenant.images.gateway,
      network: this.network,
      host: this.host,
      port,
      connections: this.connections,
      drain: this.tenant.drain,
      user: props.user,
    }).container;
    // In a volume of the platform, in the tenant's stack: no tenant may touch it.
    const platform = new Construct(this, 'Platform');
    Owner.attach(platform, owner.asPlatform());
    this.declaration = new ShareDeclaration(platform, 'Declaration', {
      names: this.names,
      tenant: this.tenant.name,
      service: this.name,
      gateway: this.container.containerName,
      storage: this.storage,
      connections: this.connections,
    });
  }

  protected give(scope: Construct, app: BoundApp, directory: string): ContainerBinding {
    this.checkUsedOnce(scope, app);
    const username = `${app.name}-${String(this.rotation)}`;
    this.declaration.add(username);
    const binding = new SharedBinding(scope, `${this.node.id}Binding`, {
      names: this.names,
      tenant: this.tenant.name,
      service: this.name,
      host: this.host,
      port: this.program.port,
      username,
      directory,
      image: this.offered.image,
      network: this.network,
      gateway: this.container.dependable,
    });
    // The server keeps the user as long as one container has its name.
    const networks = [this.network.attach([presenceAlias(username)])];
    return { networks, files: [binding], directHosts: [this.host], after: binding.dependables };
  }

  private planOf({ offer }: OfferedService): SharedPlan {
    if (offer.shared !== undefined) return offer.shared;
    throw new AppEngineError(
      'SharedPlanNotOffered',
      `the platform has no ${offer.title} that tenants share; add \`shared: SharedPlan.of()\` to ServiceOffer.${offer.factory}({ … }) of the PlatformStack, or declare a server of its own for this tenant`,
      this,
    );
  }

  private checkedStorage({ storage: most }: SharedPlan, storage = most): number {
    if (storage.bytes <= most.bytes && storage.bytes % MIB === 0) return storage.bytes / MIB;
    throw this.tooLarge(`storage of ${storage.toString()} must be in whole MiB, and at most ${most.toString()}`, 'storage');
  }

  private checkedConnections({ connections: most }: SharedPlan, connections = most): number {
    if (Number.isInteger(connections) && connections >= 1 && connections <= most) return connections;
    throw this.tooLarge(`connections ${String(connections)} must be a whole number from 1 to ${String(most)}`, 'connections');
  }

  private tooLarge(problem: string, property: string): AppEngineError {
    const { title, factory } = this.offered.offer;
    return new AppEngineError(
      'ServiceTooLarge',
      `${problem}, which the platform's shared ${title} has; lower \`${property}\`, raise it in SharedPlan.of({ ${property} }) of ServiceOffer.${factory}(), or declare a server of its own for this tenant`,
      this,
    );
  }

  private refuseSeed(): void {
    if (this.tenant.preview?.rules.seeds[this.name] === undefined) return;
    throw new AppEngineError(
      'SeedInvalid',
      `service ${JSON.stringify(this.name)} is on a server that tenants share, where no seed is loaded; fill it by a Job of the preview`,
      this,
    );
  }
}
