import { Memory } from '../container/limits';
import type { SharedPlan } from './shared-plan';

/** Limits of one type of service. */
export interface ServiceLimits {
  /** Most memory of one service. @default 1 GiB */
  readonly memory?: Memory;
}

/** Limits of a type of service that tenants can share a server of. */
export interface ShareableLimits extends ServiceLimits {
  /** Lets tenants share one server of the platform: `Postgres.shared(…)`. @default every service has a server of its own */
  readonly shared?: SharedPlan;
}

/** A type of service that the platform has an image for, and how much of it a tenant may have. */
export class ServiceOffer {
  /** PostgreSQL 17. */
  static postgres(limits: ShareableLimits = {}): ServiceOffer {
    return new ServiceOffer('postgres', 'PostgreSQL', '17', limits);
  }

  /** PgBouncer 1.24, for `Postgres.pooled()`. */
  static pgbouncer(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('pgbouncer', 'PgBouncer', '1.24', limits);
  }

  /** MariaDB 11.8, which speaks the protocol of MySQL. */
  static mariadb(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('mariadb', 'MariaDB', '11.8', limits);
  }

  /** Valkey 8, which speaks the protocol of Redis. */
  static valkey(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('valkey', 'Valkey', '8', limits);
  }

  /** restic, for backups of volumes: a `VolumeBackup` of a tenant needs it. */
  static backup(): ServiceOffer {
    return new ServiceOffer('backup', 'restic for volumes', '0.18', {});
  }

  /** Exporters for Prometheus: `ServiceMetrics.exporter()` of a service needs it. */
  static exporter(): ServiceOffer {
    return new ServiceOffer('exporter', 'exporters of PostgreSQL, MariaDB and Valkey', '1', {});
  }

  /** RabbitMQ 4, which speaks AMQP 0.9.1 and 1.0. */
  static rabbitmq(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('rabbitmq', 'RabbitMQ', '4', limits);
  }

  /** NATS 2 with JetStream. */
  static nats(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('nats', 'NATS', '2.10', limits);
  }

  /** Memcached 1.6. */
  static memcached(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('memcached', 'Memcached', '1.6', limits);
  }

  /** versitygw 1.8, which speaks the protocol of S3. */
  static objectStorage(limits: ServiceLimits = {}): ServiceOffer {
    return new ServiceOffer('object-storage', 'versitygw', '1.8', limits);
  }

  /**
   * An image of the tenant's own, which no platform offers.
   * @internal
   */
  static ofImage(type: string, version: string): ServiceOffer {
    return new ServiceOffer(type, type, version, {});
  }

  /** Most memory of one service. */
  readonly memory: Memory;
  /** Limits of the server that tenants share; undefined where there is none. */
  readonly shared: SharedPlan | undefined;

  private constructor(
    /** Of the type, and of the directory of its image's sources. */
    readonly type: string,
    /** As people write it. */
    readonly title: string,
    /** Major version. */
    readonly version: string,
    limits: ShareableLimits,
  ) {
    this.memory = limits.memory ?? Memory.gibibytes(1);
    this.shared = limits.shared;
  }

  /** Its name in `ServiceOffer`, such as `objectStorage`. */
  get factory(): string {
    return factoryOf(this.type);
  }
}

/** Name in `ServiceOffer` of a type. */
export function factoryOf(type: string): string {
  return type.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
