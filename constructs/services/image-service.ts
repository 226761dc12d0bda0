import type { Construct } from 'constructs';
import type { BoundApp, ContainerBinding } from '../container/binding';
import type { HardenedContainerOptions } from '../container/container-props';
import { HardenedContainer } from '../container/hardened-container';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import type { User } from '../container/user';
import { Volume } from '../container/volume';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { ServiceNetwork } from '../network/service-network';
import type { OfferedService } from '../service-pool/service-catalogue';
import { ServiceOffer } from '../service-pool/service-offer';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { BackingService } from './backing-service';
import { GeneratedCredentials } from './generated-credentials';

/** Options of `Service.fromImage`. */
export interface ImageServiceProps extends HardenedContainerOptions {
  /** The image, pinned by its digest or built from a directory. */
  readonly image: IContainerImage;
  /** Type of its bindings, such as `clickhouse`: 1 to 31 of a-z, 0-9, "+", "." and "-", a letter first. */
  readonly type: string;
  /** Version, for those who read `appengine services`. @default the image's name */
  readonly version?: string;
  /** Port of its server, 1 to 65535. */
  readonly port: number;
  /** Absolute directory in which the image keeps its data: a volume that no deploy removes. */
  readonly data: string;
  /** Scheme of the URI in its bindings, of the same characters as `type`. @default the type */
  readonly scheme?: string;
  /** User that apps log in as, 1 to 63 of a-z, 0-9 and "-", a letter first. @default app */
  readonly username?: string;
  /** Database that apps use, of the same characters as `username`. @default none */
  readonly database?: string;
  /** Name of the service: its host in the network of its bindings. @default the construct's id in kebab case */
  readonly name?: string;
  /** @default a uid of its own, computed from instance, tenant and name */
  readonly user?: User;
}

/** Directory of the credentials in the server. */
const CREDENTIALS = '/credentials';
const TYPE = /^[a-z][a-z0-9+.-]{0,30}$/;
const NAME = /^[a-z][a-z0-9-]{0,62}$/;
const DEFAULT_MEMORY = Memory.mebibytes(256);

/** The server of any image: it is given its password by a file, and its apps find the same one. */
export class ImageService extends BackingService {
  readonly container: HardenedContainer;
  readonly data: Volume;
  /** Files of a binding. */
  readonly entries: readonly string[];
  readonly offered: OfferedService;
  readonly rotation = undefined;
  readonly absence = undefined;
  private readonly network: ServiceNetwork;
  private readonly credentials: GeneratedCredentials;

  constructor(scope: Construct, id: string, props: ImageServiceProps) {
    const { image, type, version, port, data, scheme = type, username = 'app', database, name, user, ...options } = props;
    super(scope, id, name);
    const notType = [type, scheme].find((text) => !TYPE.test(text));
    if (notType !== undefined) {
      throw new AppEngineError(
        'ServiceTypeInvalid',
        `type or scheme ${JSON.stringify(notType)} must be 1 to 31 of a-z, 0-9, "+", "." and "-", a letter first; use one such as "mongodb"`,
        this,
      );
    }
    const notName = [username, database ?? username].find((text) => !NAME.test(text));
    if (notName !== undefined) {
      throw new AppEngineError(
        'ServiceUserInvalid',
        `user or database ${JSON.stringify(notName)} must be 1 to 63 of a-z, 0-9 and "-", a letter first; use one such as "app"`,
        this,
      );
    }
    this.offered = { offer: ServiceOffer.ofImage(type, version ?? image.imageName), image };
    this.entries = [
      'host',
      'password',
      'port',
      'provider',
      'type',
      'uri',
      'username',
      ...(database === undefined ? [] : ['database']),
    ].sort();
    this.network = new ServiceNetwork(this, 'Network', { name: `${this.name}-bindings` });
    const alone = new ServiceNetwork(this, 'Alone', { name: `${this.name}-alone` });
    this.data = new Volume(this, 'Data', { name: `${this.name}-data` });
    this.credentials = new GeneratedCredentials(this, 'Credentials', {
      ...{ service: this.name, type, scheme, port, username },
      ...(database === undefined ? {} : { database }),
    });
    this.container = new HardenedContainer(this, 'Container', {
      ...options,
      name: this.name,
      role: 'service',
      app: { name: this.name, slot: 1 },
      image,
      user: userOf(this, this.name, user),
      listener: Listener.http(port),
      memory: options.memory ?? DEFAULT_MEMORY,
      cpu: options.cpu ?? Cpu.cores(0.5),
      stopGrace: options.stopGrace ?? Duration.minutes(1),
      // The engine keeps no alias in the first network of a container.
      networks: [alone.attach(), this.network.attach([this.name])],
      files: [...(options.files ?? []), this.credentials.at(CREDENTIALS)],
      writable: [...(options.writable ?? []), WritablePath.volume(data, this.data)],
    });
    this.tenant.quota.add(this, [this.container]);
  }

  protected give(scope: Construct, app: BoundApp, directory: string): ContainerBinding {
    this.checkUsedOnce(scope, app);
    return {
      networks: [this.network.attach()],
      files: [this.credentials.at(directory)],
      directHosts: [this.name],
      after: [this.container.dependable],
    };
  }
}
