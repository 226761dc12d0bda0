import { lastRun } from '../schedules/schedule-status';
import { isHealthy, type InstallationStatus } from './installation-status';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | undefined];

/** The status in the text format of Prometheus, as `appengine status --metrics` prints it. What is not known has no sample. */
export async function statusMetrics(status: InstallationStatus): Promise<string> {
  const { Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  for (const [name, help, samples] of metricsOf(status)) {
    const known = samples.filter((sample): sample is readonly [Labels, number] => sample[1] !== undefined);
    if (known.length === 0) continue;
    const gauge = new Gauge({ name: `appengine_${name}`, help, labelNames: Object.keys(known[0]?.[0] ?? {}), registers: [registry] });
    for (const [labels, value] of known) gauge.set({ ...labels }, value);
  }
  return registry.metrics();
}

function metricsOf(status: InstallationStatus): readonly (readonly [name: string, help: string, samples: readonly Sample[]])[] {
  const { proxies, authorities, disk, states } = status;
  return [
    ['healthy', '1 if nothing has a problem, as the exit code of appengine status.', [[{}, flag(isHealthy(status))]]],
    ...appMetrics(status),
    [
      'proxy_up',
      '1 if the router, gateway, balancer or registry is healthy.',
      proxies.map((one) => [proxyOf(one), flag(one.state === 'healthy')]),
    ],
    ['proxy_restarts', 'Restarts of the container of a proxy since it was made.', proxies.map((one) => [proxyOf(one), one.restarts])],
    ...backupMetrics(status),
    ...scheduleMetrics(status),
    [
      'authority_expiry_timestamp_seconds',
      'When an authority ends.',
      authorities.map(({ stack, kind, ends }) => [{ stack, kind }, ends === undefined ? undefined : ends.getTime() / 1000]),
    ],
    [
      'disk_bytes',
      'Space on the disk of the engine beside volumes.',
      disk === undefined
        ? []
        : [
            [{ of: 'images' }, disk.images.engineBytes],
            [{ of: 'earlier-images' }, disk.images.earlierBytes],
            [{ of: 'build-cache' }, disk.buildCache.bytes],
            [{ of: 'failed-containers' }, disk.failedContainers.bytes],
          ],
    ],
    ['state_problems', 'Problems of states.', [[{}, states.length]]],
  ];
}

function appMetrics({ tenants }: InstallationStatus): ReturnType<typeof metricsOf> {
  const apps = tenants.flatMap(({ name: tenant, apps: all }) =>
    all.map((app) => ({ ...app, labels: { tenant, app: app.name, kind: app.kind } })),
  );
  return [
    ['app_replicas', 'Replicas that an app is to have.', apps.map(({ labels, replicas }) => [labels, replicas])],
    [
      'app_replicas_healthy',
      'Replicas of an app that are healthy, of any generation.',
      apps.map(({ labels, healthy }) => [labels, healthy]),
    ],
    ['app_restarts', 'Restarts of the containers of an app since they were made.', apps.map(({ labels, restarts }) => [labels, restarts])],
    ['app_problems', 'Problems of an app.', apps.map(({ labels, problems }) => [labels, problems.length])],
  ];
}

function backupMetrics({ backups }: InstallationStatus): ReturnType<typeof metricsOf> {
  const all = backups.map((one) => {
    const { tenant, name, type } = one;
    return { ...one, labels: { tenant, name, type }, last: one.backups.filter(({ outcome }) => outcome === 'succeeded').at(-1) };
  });
  return [
    [
      'backup_last_success_timestamp_seconds',
      'When the last backup that succeeded began.',
      all.map(({ labels, last }) => [labels, seconds(last?.began)]),
    ],
    ['backup_last_size_bytes', 'Size of the data in the last backup that succeeded.', all.map(({ labels, last }) => [labels, last?.bytes])],
    ['backup_period_seconds', 'Time from one backup to the next.', all.map(({ labels, periodSeconds }) => [labels, periodSeconds])],
    ['backup_drill_timestamp_seconds', 'When the last backup was tried.', all.map(({ labels, drill }) => [labels, seconds(drill?.began)])],
    [
      'backup_drill_success',
      '1 if what it brought back was what it had to be.',
      all.map(({ labels, drill }) => [labels, drill === undefined ? undefined : flag(drill.outcome === 'succeeded')]),
    ],
    ['backup_copy_timestamp_seconds', 'When the target got its last copy.', all.map(({ labels, copy }) => [labels, seconds(copy?.copied)])],
    ['backup_problems', 'Problems of backups, copies and drills.', all.map(({ labels, problems }) => [labels, problems.length])],
  ];
}

function scheduleMetrics({ schedules }: InstallationStatus): ReturnType<typeof metricsOf> {
  const all = schedules.map((one) => ({ ...one, labels: { tenant: one.tenant, name: one.name }, last: lastRun(one.runs) }));
  return [
    [
      'schedule_last_run_timestamp_seconds',
      'When the command of a schedule began last.',
      all.map(({ labels, last }) => [labels, seconds(last?.began)]),
    ],
    [
      'schedule_last_run_success',
      '1 if it succeeded; 0 also for a time that was missed.',
      all.map(({ labels, last }) => [labels, last === undefined ? undefined : flag(last.outcome === 'succeeded')]),
    ],
    [
      'schedule_next_run_timestamp_seconds',
      'When the command of a schedule begins next.',
      all.map(({ labels, next }) => [labels, seconds(next)]),
    ],
    ['schedule_problems', 'Problems of a schedule.', all.map(({ labels, problems }) => [labels, problems.length])],
  ];
}

function proxyOf({ stack, role, name }: { readonly stack: string; readonly role: string; readonly name: string }): Labels {
  return { stack, role, name };
}

function seconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
