import { backupStatuses, type BackupStatus } from '../backups/backup-status';
import type { AuthorityStatus } from '../certificates/authority-status';
import { readAuthorities } from '../certificates/read-authorities';
import { diskUsage, type DiskUsage } from '../disk/disk-usage';
import { lastRun, scheduleStatuses, type ScheduleStatus } from '../schedules/schedule-status';
import type { Session } from '../session';
import { stateProblems } from '../state/state-problems';
import type { StateStore } from '../state/state-store';
import { States } from '../state/states';
import { proxyStatuses, unansweringReplicas, type ProxyStatus } from './proxies';
import { areHealthy, tenantStatuses, type TenantStatus } from './tenants';

/** An installation as it is deployed: what its states want, and what the engine has. */
export interface InstallationStatus {
  readonly tenants: readonly TenantStatus[];
  readonly proxies: readonly ProxyStatus[];
  readonly authorities: readonly AuthorityStatus[];
  /** Space on the engine's disk beside volumes; undefined where it does not tell. */
  readonly disk: DiskUsage | undefined;
  /** Backups of services and volumes that have some. */
  readonly backups: readonly BackupStatus[];
  readonly schedules: readonly ScheduleStatus[];
  /** Problems of states, each with its remedy. */
  readonly states: readonly string[];
}

export async function readStatus(session: Session, store: StateStore): Promise<InstallationStatus> {
  const states = await States.read(store);
  const proxies = await proxyStatuses(session, states);
  const unanswering = await unansweringReplicas(session, proxies);
  const [tenants, authorities, disk, backups, schedules] = await Promise.all([
    tenantStatuses(session, states, undefined, unanswering),
    readAuthorities(session),
    diskUsage(session),
    backupStatuses(session, states),
    scheduleStatuses(session, states),
  ]);
  const kept = backups.filter(({ absence }) => absence === undefined);
  return { tenants, proxies, authorities, disk, backups: kept, schedules, states: await stateProblems(store, states) };
}

/** True if every app has its replicas, and nothing has a problem. That an authority is due in a year is none. */
export function isHealthy({ tenants, proxies, backups, schedules, states }: InstallationStatus): boolean {
  return (
    states.length === 0 && areHealthy(tenants) && [...proxies, ...backups, ...schedules].every(({ problems }) => problems.length === 0)
  );
}

/** The status in JSON, as `appengine status --json` prints it. */
export function statusDocument({ tenants, proxies, authorities, disk, backups, schedules, states }: InstallationStatus): object {
  return {
    tenants: tenants.map(({ name, apps }) => ({
      name,
      apps: apps.map(({ name: app, urls, httpsUrls, replicas, healthy, image, generation, restarts, problems, canary }) => ({
        name: app,
        urls,
        httpsUrls,
        replicas,
        healthy,
        image,
        generation,
        restarts,
        problems,
        canary: canary ?? null,
      })),
    })),
    states,
    disk: disk ?? null,
    backups: backups.map(({ tenant, name, next, isRunning, backups: made, drill, problems }) => ({
      tenant,
      name,
      last: made.at(-1) ?? null,
      drill: drill ?? null,
      next: next ?? null,
      isRunning,
      problems,
    })),
    schedules: schedules.map(({ tenant, name, next, isRunning, runs, problems }) => ({
      tenant,
      name,
      last: lastRun(runs) ?? null,
      next: next ?? null,
      isRunning,
      problems,
    })),
    proxies: proxies.map(({ stack, role, name, state, restarts, problems }) => ({ stack, role, name, state, restarts, problems })),
    authorities: authorities.map(({ stack, kind, ends, isDue, isInTransition }) => ({ stack, kind, ends, isDue, isInTransition })),
  };
}
