import type { IConstruct } from 'constructs';
import { HealthCheck } from '../../container/health-check';
import { SeccompProfile } from '../../container/seccomp/seccomp-profile';
import { WritablePath } from '../../container/writable-path';
import type { SharedPlan } from '../../service-pool/shared-plan';
import { Duration } from '../../units/duration';
import { Size } from '../../units/size';
import { postgresSettings } from '../postgres-settings';
import type { SharedProgram } from './shared-server';

/** PostgreSQL for many tenants: what one of them may set in its own session cannot make it take what is another's. */
export function sharedPostgres(scope: IConstruct, plan: SharedPlan): SharedProgram {
  const memory = plan.memory.mebibytes ?? 0;
  const settings = {
    ...postgresSettings(scope, { memory, connections: plan.connectionsTogether, settings: {} }),
    maintenance_work_mem: `${String(Math.floor(plan.privateMebibytes / 2))}MB`,
    // A sample of 9,000 rows fits into that as well, also of wide ones.
    default_statistics_target: '30',
    temp_file_limit: `${String(plan.temporaryMebibytes)}MB`,
    // A query has the one process of its connection: others would be beyond the limit of connections.
    max_worker_processes: '0',
    max_logical_replication_workers: '0',
    // A client that does not log in holds a connection until then.
    authentication_timeout: '10s',
    // 8 MiB: all tenants have one queue of notifications.
    max_notify_queue_pages: '1024',
  };
  return {
    type: 'postgres',
    options: [
      String(plan.databases),
      String(plan.privateMebibytes),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    healthCheck: HealthCheck.command(['agent', 'postgres', 'health'], { startWithin: Duration.minutes(5) }),
    // SIGTERM would wait until the last client is gone.
    stopSignal: 'SIGINT',
    sharedMemory: Size.mebibytes(64),
    seccomp: SeccompProfile.hardened(),
    writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(16)), WritablePath.tmpfs('/run/postgresql', Size.mebibytes(1))],
  };
}
