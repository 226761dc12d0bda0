import type { Construct } from 'constructs';
import { HealthCheck } from '../container/health-check';
import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';
import { Partition } from './partition';
import { Service, type ServiceProps } from './service';

/** Options of {@link ObjectStorage}. */
export interface ObjectStorageProps extends ServiceProps {
  /** Buckets of the apps. @default Partition.shared(), one bucket named like the service */
  readonly buckets?: Partition;
  /** Most requests at the same time, 16 to 10000: more are told to slow down. @default one for each 2 MiB of memory */
  readonly requests?: number;
  /** Longest time from the start to the first answer. @default 1 minute */
  readonly startWithin?: Duration;
}

/** Shortest name of a bucket. */
const SHORTEST = 3;

/**
 * Buckets of the tenant, for any client of S3: objects are files of its volume. Each app has keys of its own, which work with the objects of its bucket and change
 * neither the bucket nor who may use it. Clients ask for buckets by path, not by host.
 */
export class ObjectStorage extends Service {
  /** @throws AppEngineError BucketNameTooShort, ObjectStorageRequestsOutOfRange, ServiceNotOffered, ServiceTooLarge */
  constructor(scope: Construct, id: string, props: ObjectStorageProps = {}) {
    const { buckets = Partition.shared(), requests, startWithin = Duration.minutes(1), ...service } = props;
    if (requests !== undefined && !(Number.isInteger(requests) && requests >= 16 && requests <= 10_000)) {
      throw new AppEngineError(
        'ObjectStorageRequestsOutOfRange',
        `requests ${String(requests)} must be a whole number from 16 to 10000; each takes up to 1 MiB of the service's memory`,
        scope,
      );
    }
    super(scope, id, service, {
      type: 'object-storage',
      port: 7070,
      entries: [
        ...['access-key-id', 'bucket', 'ca.crt', 'endpoint', 'host', 'password', 'port', 'provider', 'region', 'secret-access-key'],
        ...['type', 'uri', 'username'],
      ],
      hasDatabase: true,
      partition: buckets,
      options: (memory) => [
        ...[buckets.argument, String(Math.floor(memory * 0.8))],
        ...['--max-requests', String(requests ?? Math.max(16, Math.floor(memory / 2)))],
      ],
      healthCheck: HealthCheck.command(['agent', 'object-storage', 'health'], { startWithin }),
    });
    if (this.name.length < SHORTEST) {
      throw new AppEngineError(
        'BucketNameTooShort',
        `name ${JSON.stringify(this.name)} is that of a bucket, which has at least ${String(SHORTEST)} characters; set a longer \`name\``,
        this,
      );
    }
  }
}
