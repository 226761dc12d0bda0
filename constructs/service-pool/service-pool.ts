import { AppEngineError } from '../errors';
import { ServiceOffer } from './service-offer';

/** The types of services that tenants may have. The platform builds the images of these alone. */
export class ServicePool {
  /** Every type, with its default limits. */
  static all(): ServicePool {
    return ServicePool.of(
      ...[ServiceOffer.postgres(), ServiceOffer.pgbouncer(), ServiceOffer.mariadb(), ServiceOffer.valkey()],
      ...[
        ServiceOffer.rabbitmq(),
        ServiceOffer.nats(),
        ServiceOffer.memcached(),
        ServiceOffer.objectStorage(),
        ServiceOffer.backup(),
        ServiceOffer.exporter(),
      ],
    );
  }

  /** No service. */
  static none(): ServicePool {
    return new ServicePool([]);
  }

  /** These types. @throws AppEngineError ServiceOfferedTwice */
  static of(...offers: readonly ServiceOffer[]): ServicePool {
    const twice = offers.find(({ type }, index) => offers.findIndex((other) => other.type === type) < index);
    if (twice === undefined) return new ServicePool(offers);
    throw new AppEngineError('ServiceOfferedTwice', `service type ${JSON.stringify(twice.type)} must be offered once; drop one of the two`);
  }

  private constructor(
    /** In the order in which they were given. */
    readonly offers: readonly ServiceOffer[],
  ) {}
}
