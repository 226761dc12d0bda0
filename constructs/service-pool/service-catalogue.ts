import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { factoryOf, type ServiceOffer } from './service-offer';

/** A type of service with the image that runs it. */
export interface OfferedService {
  /** The type, and its limits. */
  readonly offer: ServiceOffer;
  /** The platform's image. */
  readonly image: IContainerImage;
}

/** The services that a platform offers to its tenants. */
export class ServiceCatalogue {
  /** @param offered each type once */
  constructor(
    /** By type. */
    readonly offered: readonly OfferedService[],
  ) {}

  /** @throws AppEngineError ServiceNotOffered */
  find(scope: IConstruct, type: string): OfferedService {
    const found = this.offered.find(({ offer }) => offer.type === type);
    if (found !== undefined) return found;
    const types = this.offered.map(({ offer }) => offer.type).join(', ') || 'none';
    throw new AppEngineError(
      'ServiceNotOffered',
      `the platform offers no ${JSON.stringify(type)} (it offers: ${types}); add ServiceOffer.${factoryOf(type)}() to \`services: ServicePool.of(…)\` of the PlatformStack, or use ServicePool.all()`,
      scope,
    );
  }
}
