import type { Construct } from 'constructs';
import { backupIn } from '../backup/backup-in';
import { HealthCheck } from '../container/health-check';
import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';
import { Service, type BackupProps, type MetricsProps, type ServiceProps } from './service';

/** Options of {@link MariaDb}. */
export interface MariaDbProps extends ServiceProps, BackupProps, MetricsProps {
  /** Most connections of all apps together, 10 to 1000: each takes memory. @default one for each 8 MiB of memory, 20 to 200 */
  readonly connections?: number;
  /** Longest time from the start to the first answer: recovery after a crash is part of it. @default 5 minutes */
  readonly startWithin?: Duration;
}

/** Of the container's memory, for InnoDB's cache of data. */
const BUFFER_SHARE = 0.4;

/**
 * A MariaDB 11.8 server of the tenant, for any client of MySQL, with one database, named like the service. Each app that uses it logs in as a user of its own, by
 * TLS alone, and has every right in that database and none elsewhere.
 */
export class MariaDb extends Service {
  /** @throws AppEngineError MariaDbConnectionsOutOfRange, ServiceNotOffered, ServiceTooLarge */
  constructor(scope: Construct, id: string, props: MariaDbProps = {}) {
    const { connections, startWithin = Duration.minutes(5), backup: declared, metrics, ...service } = props;
    const backup = backupIn(scope, declared);
    if (connections !== undefined && !(Number.isInteger(connections) && connections >= 10 && connections <= 1000)) {
      throw new AppEngineError(
        'MariaDbConnectionsOutOfRange',
        `connections ${String(connections)} must be a whole number from 10 to 1000; each takes some of the service's memory`,
        scope,
      );
    }
    super(scope, id, service, {
      type: 'mariadb',
      port: 3306,
      entries: ['ca.crt', 'database', 'host', 'password', 'port', 'provider', 'type', 'uri', 'username'],
      hasDatabase: true,
      options: (memory) => [
        `--innodb-buffer-pool-size=${String(Math.floor(memory * BUFFER_SHARE))}M`,
        `--max-connections=${String(connections ?? Math.min(200, Math.max(20, Math.floor(memory / 8))))}`,
      ],
      sockets: '/run/mariadb',
      ...(backup === undefined ? {} : { backup: { backup, memory: () => 320 } }),
      metrics,
      healthCheck: HealthCheck.command(['agent', 'mariadb', 'health'], { startWithin }),
    });
  }
}
