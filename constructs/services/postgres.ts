import type { Construct } from 'constructs';
import { backupIn } from '../backup/backup-in';
import { HealthCheck } from '../container/health-check';
import { SeccompProfile } from '../container/seccomp/seccomp-profile';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { PostgresPooler, type PostgresPoolerProps } from './postgres-pooler';
import { postgresSettings, usualConnections } from './postgres-settings';
import { Service, type BackupProps, type MetricsProps, type ServiceProps } from './service';
import { SharedService, type SharedServiceProps } from './shared/shared-service';

/** Options of {@link Postgres}. */
export interface PostgresProps extends ServiceProps, BackupProps, MetricsProps {
  /** Most connections of all apps together, 10 to 1000: each takes memory. @default one for each 8 MiB of memory, 20 to 200 */
  readonly connections?: number;
  /** Settings of the server by name, such as `{ log_min_duration_statement: '250ms' }`; the platform's own are refused. @default derived from the memory */
  readonly settings?: Readonly<Record<string, string>>;
  /** Longest time from the start to the first answer: recovery after a crash is part of it. @default 5 minutes */
  readonly startWithin?: Duration;
}

const PORT = 5432;
const ENTRIES = ['ca.crt', 'database', 'host', 'password', 'port', 'provider', 'type', 'uri', 'username'];

/** Each finished file of the server's log is left for the backups, and the last one after a minute. */
const ARCHIVE_SETTINGS = {
  archive_mode: 'on',
  archive_command: 'agent postgres archive %p # pgbackrest wants its name here',
  archive_timeout: '60',
};

/**
 * A PostgreSQL 17 server of the tenant with one database, named like the service. Each app that uses it logs in as a user of its own over TLS; what they make
 * belongs to the database's owner, so that they share it, and an app can go without its tables.
 */
export class Postgres extends Service {
  /**
   * A database on the PostgreSQL that the platform shares among tenants, instead of a server of the tenant's own: for little data and few connections.
   * Its binding is the same.
   * @throws AppEngineError ServiceNotOffered, SharedPlanNotOffered, ServiceTooLarge
   */
  static shared(scope: Construct, id: string, props: SharedServiceProps = {}): SharedService {
    return new SharedService(scope, id, props, { type: 'postgres', port: PORT, entries: ENTRIES });
  }

  private readonly connections: number;
  private pooler: PostgresPooler | undefined;

  constructor(scope: Construct, id: string, props: PostgresProps = {}) {
    const { connections, settings = {}, startWithin = Duration.minutes(5), backup: declared, metrics, ...service } = props;
    const backup = backupIn(scope, declared);
    super(scope, id, service, {
      type: 'postgres',
      port: PORT,
      entries: ENTRIES,
      hasDatabase: true,
      options: (memory) =>
        Object.entries({
          ...postgresSettings(scope, { memory, settings, ...(connections === undefined ? {} : { connections }) }),
          ...(backup === undefined || backup.absence !== undefined ? {} : ARCHIVE_SETTINGS),
        }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      sockets: '/run/postgresql',
      ...(backup === undefined ? {} : { backup: { backup, archive: '/archive', memory: () => 256 } }),
      metrics,
      healthCheck: HealthCheck.command(['agent', 'postgres', 'health'], { startWithin }),
      // SIGTERM would wait until the last client is gone.
      stopSignal: 'SIGINT',
      sharedMemory: Size.mebibytes(64),
      // It wants a segment of System V, which the strict profile of a whole app would deny.
      seccomp: SeccompProfile.hardened(),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(16))],
    });
    this.connections = connections ?? usualConnections(this.container.memory.mebibytes ?? 0);
  }

  /**
   * A pooler in front of the server, for pools with many replicas: `uses: [orders.pooled()]`. All apps that are pooled share one, which the first call declares.
   * @throws AppEngineError PoolerDeclaredTwice, PoolerLimitOutOfRange, ServiceNotOffered
   */
  pooled(props?: PostgresPoolerProps): PostgresPooler {
    if (this.pooler !== undefined && props !== undefined) {
      throw new AppEngineError(
        'PoolerDeclaredTwice',
        `${this.name} has one pooler for all apps, and it is declared already; give its options to the first \`pooled()\` alone`,
        this,
      );
    }
    const { name, connections, door } = this;
    return (this.pooler ??= new PostgresPooler(this, 'Pooler', { name, connections, door }, props ?? {}));
  }
}
