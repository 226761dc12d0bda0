import { join } from 'node:path';
import type { Construct } from 'constructs';
import type { RuntimeImages } from '../constructs/build/runtime-images';
import type { Instance } from '../constructs/host/instance';
import { AppImage } from '../constructs/build/app-image';
import type { IContainerImage } from '../constructs/image/container-image';
import { PackageSettings } from '../constructs/image/package-settings';
import { RootImage } from '../constructs/image/root-image';
import { packageRoot } from '../constructs/package-root';
import type { ServiceOffer } from '../constructs/service-pool/service-offer';

/** Images that the platform builds. */
export interface PlatformImages {
  /** Debian 13, which all others build on. */
  readonly base: IContainerImage;
  /** Images of what the platform adds to apps. */
  readonly infrastructure: InfrastructureImages;
  /** Images that apps are built on. */
  readonly runtimes: RuntimeImages;
}

/** Images of what the platform adds to a tenant's apps. */
export interface InfrastructureImages {
  /** Gets certificates from an ACME server. */
  readonly acme: IContainerImage;
  /** Makes certificates. */
  readonly certificates: IContainerImage;
  /** The apps' Squid. */
  readonly egress: IContainerImage;
  /** The tenants' HAProxy. */
  readonly gateway: IContainerImage;
}

/** All of them, each by the directory of its sources in `images/`. */
export function platformImages(of: (directory: string) => IContainerImage): PlatformImages {
  return {
    base: of('base'),
    infrastructure: { acme: of('acme'), certificates: of('certificates'), egress: of('egress'), gateway: of('gateway') },
    runtimes: { node: of('node'), python: of('python'), staticFiles: of('static') },
  };
}

/** Directories of the images that have the agent. */
const WITH_AGENT: readonly string[] = [
  ...[
    'acme',
    'backup',
    'certificates',
    'egress',
    'exporter',
    'gateway',
    'mariadb',
    'memcached',
    'nats',
    'object-storage',
    'pgbouncer',
    'postgres',
    'rabbitmq',
    'registry',
    'router',
    'valkey',
  ],
];

/** Images in the stack that builds them. */
export class BuiltImages {
  /** By their names alone, for other stacks: those must not depend on this one's resources. */
  readonly named: PlatformImages;
  readonly router: IContainerImage;
  private readonly built = new Map<string, IContainerImage>();

  constructor(
    private readonly stack: Construct,
    private readonly instance: Instance,
  ) {
    this.router = this.image('router');
    this.named = platformImages((directory) => ({ imageName: this.image(directory).imageName, dependables: [] }));
  }

  get certificates(): IContainerImage {
    return this.image('certificates');
  }

  get registry(): IContainerImage {
    return this.image('registry');
  }

  /** By its name alone, as all that tenants get. */
  service({ type }: ServiceOffer): IContainerImage {
    return { imageName: this.image(type).imageName, dependables: [] };
  }

  /** With the image's own resource, for what the platform itself runs. */
  server({ type }: ServiceOffer): IContainerImage {
    return this.image(type);
  }

  private image(directory: string): IContainerImage {
    const image = this.built.get(directory) ?? this.build(directory);
    this.built.set(directory, image);
    return image;
  }

  private build(directory: string): IContainerImage {
    const base = rootImage(RootImage.base(this.instance));
    if (directory === 'base') return base;
    return AppImage.fromDirectory(this.stack, `${pascalCase(directory)}Image`, join(packageRoot(), 'images', directory), {
      from: { BASE: base, ...this.programsOf(directory) },
      // Packages of Debian alone: apt reads none of them.
      packageSettings: PackageSettings.none(),
    });
  }

  /** Images that a directory's Dockerfile copies from. */
  private programsOf(directory: string): Readonly<Record<string, IContainerImage>> {
    if (WITH_AGENT.includes(directory)) {
      const agent = { AGENT: rootImage(RootImage.agent(this.instance)) };
      return directory === 'object-storage' ? { ...agent, VERSITYGW: rootImage(RootImage.versitygw(this.instance)) } : agent;
    }
    return directory === 'node' ? { NODEJS: rootImage(RootImage.nodejs(this.instance)) } : {};
  }
}

/** `object-storage` as `ObjectStorage`. */
function pascalCase(directory: string): string {
  return directory.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function rootImage({ name }: RootImage): IContainerImage {
  return { imageName: name, dependables: [] };
}
