import type { Construct } from 'constructs';
import { backupIn } from '../backup/backup-in';
import { HealthCheck } from '../container/health-check';
import { Duration } from '../units/duration';
import { Eviction } from './eviction';
import { Persistence } from './persistence';
import { Service, type BackupProps, type MetricsProps, type ServiceProps } from './service';

/** Options of {@link Valkey}. */
export interface ValkeyProps extends ServiceProps, BackupProps, MetricsProps {
  /** Keys that it gives up when its memory is full. @default Eviction.none() */
  readonly eviction?: Eviction;
  /** Changes that are still there after a restart. @default Persistence.log() */
  readonly persistence?: Persistence;
  /** Longest time from the start to the first answer: reading the log is part of it. @default 2 minutes */
  readonly startWithin?: Duration;
}

/** Of the container's memory: the rest is for connections, and for pages that change while the log is rewritten. */
const DATA_SHARE = 0.6;

/** A Valkey 8 server of the tenant, for any client of Redis: by TLS alone, and each app as a user of its own who can neither configure nor stop it. */
export class Valkey extends Service {
  constructor(scope: Construct, id: string, props: ValkeyProps = {}) {
    const {
      eviction = Eviction.none(),
      persistence = Persistence.log(),
      startWithin = Duration.minutes(2),
      backup: declared,
      metrics,
      ...service
    } = props;
    const backup = backupIn(scope, declared);
    super(scope, id, service, {
      type: 'valkey',
      port: 6379,
      entries: ['ca.crt', 'host', 'password', 'port', 'provider', 'type', 'uri', 'username'],
      hasDatabase: false,
      options: (memory) => [
        ...['--maxmemory', `${String(Math.floor(memory * DATA_SHARE))}mb`, '--maxmemory-policy', eviction.policy],
        ...persistence.options,
      ],
      sockets: '/run/valkey',
      ...(backup === undefined ? {} : { backup: { backup, memory: (memory) => Math.max(128, memory + 64) } }),
      metrics,
      healthCheck: HealthCheck.command(['agent', 'valkey', 'health'], { startWithin }),
    });
  }
}
