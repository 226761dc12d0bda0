import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { ServiceCatalogue } from '../service-pool/service-catalogue';
import type { TenantNetwork } from '../network/tenant-network';
import { nearest } from '../owner/nearest';
import type { Preview } from './preview';
import type { Previews } from './previews';
import type { Duration } from '../units/duration';
import type { Quota } from './quota';

/** Fields of a {@link Tenant}. */
export interface TenantProps {
  /** Name of the tenant and of its stack. */
  readonly name: string;
  /** The network of its gateway and its apps. */
  readonly network: TenantNetwork;
  /** All apps together must not need more. */
  readonly quota: Quota;
  /** How long what has begun may go on when a deploy replaces what serves it. */
  readonly drain: Duration;
  /** The platform's images for what the library adds to an app. */
  readonly images: TenantImages;
  /** Services that the platform offers. @default none */
  readonly services?: ServiceCatalogue;
  /** The preview that it is. @default it is the tenant itself */
  readonly preview?: TenantPreview;
}

/** A tenant that is a preview of another one. */
export interface TenantPreview {
  /** Its names and hosts. */
  readonly names: Preview;
  /** Rules of the original for it. */
  readonly rules: Previews;
}

/** Images of the proxies beside a tenant's apps. */
export interface TenantImages {
  /** Our own programs alone, for what is made without a network. */
  readonly certificates: IContainerImage;
  /** Squid, for the way out of one app. */
  readonly egress: IContainerImage;
  /** HAProxy, for the way in, and for the way from one app to another. */
  readonly gateway: IContainerImage;
}

const tenants = new WeakMap<IConstruct, Tenant>();

/** A tenant, found from any construct in its stack. */
export class Tenant {
  /** Everything at and below `scope` belongs to the tenant. */
  static attach(scope: IConstruct, props: TenantProps): Tenant {
    const tenant = new Tenant(props);
    tenants.set(scope, tenant);
    return tenant;
  }

  /** Undefined where nothing around is a tenant's. */
  static find(scope: IConstruct): Tenant | undefined {
    return nearest(scope, tenants);
  }

  /** @throws AppEngineError TenantMissing */
  static of(scope: IConstruct): Tenant {
    const tenant = Tenant.find(scope);
    if (tenant !== undefined) return tenant;
    throw new AppEngineError(
      'TenantMissing',
      'the construct is in no TenantStack; move it into one, at any depth, or use HardenedContainer, which needs no tenant',
      scope,
    );
  }

  /** Name of the tenant and of its stack. */
  readonly name: string;
  /** The network of its gateway and its apps. */
  readonly network: TenantNetwork;
  /** All apps together must not need more. */
  readonly quota: Quota;
  /** How long requests that have begun may go on after a deploy. */
  readonly drain: Duration;
  /** The platform’s images for what the library adds to an app. */
  readonly images: TenantImages;
  /** Services that the platform offers. */
  readonly services: ServiceCatalogue;
  /** The preview that it is; undefined for the tenant itself. */
  readonly preview: TenantPreview | undefined;

  private constructor({ name, network, quota, drain, images, services = new ServiceCatalogue([]), preview }: TenantProps) {
    this.name = name;
    this.network = network;
    this.quota = quota;
    this.drain = drain;
    this.images = images;
    this.services = services;
    this.preview = preview;
  }
}
