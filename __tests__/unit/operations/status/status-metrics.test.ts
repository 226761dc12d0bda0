import type { InstallationStatus } from '../../../../operations/status/installation-status';
import { statusMetrics } from '../../../../operations/status/status-metrics';

const NOTHING: InstallationStatus = { tenants: [], proxies: [], authorities: [], disk: undefined, backups: [], schedules: [], states: [] };

const BACKUP = { type: 'postgres', keep: 14, periodSeconds: 86_400, isRunning: false, kept: [], keptBackups: [], problems: [] };

test('apps, proxies, backups and schedules are samples with their names', async () => {
  const text = await statusMetrics({
    ...NOTHING,
    tenants: [
      {
        name: 'acme',
        apps: [
          {
            name: 'shop',
            kind: 'service',
            urls: [],
            httpsUrls: [],
            replicas: 2,
            healthy: 1,
            image: 'shop:1',
            generation: '8c1f',
            restarts: 3,
            problems: ['it ended'],
          },
        ],
      },
    ],
    proxies: [{ stack: 'acme', role: 'gateway', name: 'gateway', state: 'healthy', restarts: 0, problems: [] }],
    authorities: [{ stack: 'platform', kind: 'root', ends: new Date('2036-11-30T00:00:00Z'), isDue: false }],
    backups: [
      {
        ...BACKUP,
        tenant: 'acme',
        name: 'orders',
        backups: [
          { id: '1', began: '2026-11-29T03:15:00Z', outcome: 'succeeded', bytes: 2048 },
          { id: '2', began: '2026-11-30T03:15:00Z', outcome: 'failed' },
        ],
        drill: { backup: '1', began: '2026-11-29T04:00:00Z', ended: '2026-11-29T04:01:00Z', outcome: 'succeeded', items: 1, count: 2 },
        problems: ['the last one failed'],
      },
    ],
    schedules: [
      {
        tenant: 'acme',
        name: 'invoices',
        app: 'shop',
        expression: '30 2 * * *',
        timeZone: 'UTC',
        isRunning: false,
        runs: [{ began: '2026-11-30T02:30:00Z', outcome: 'failed', exitCode: 1 }],
        problems: [],
      },
    ],
  });

  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
    'appengine_healthy 0',
    'appengine_app_replicas{tenant="acme",app="shop",kind="service"} 2',
    'appengine_app_replicas_healthy{tenant="acme",app="shop",kind="service"} 1',
    'appengine_app_restarts{tenant="acme",app="shop",kind="service"} 3',
    'appengine_app_problems{tenant="acme",app="shop",kind="service"} 1',
    'appengine_proxy_up{stack="acme",role="gateway",name="gateway"} 1',
    'appengine_proxy_restarts{stack="acme",role="gateway",name="gateway"} 0',
    'appengine_backup_last_success_timestamp_seconds{tenant="acme",name="orders",type="postgres"} 1795922100',
    'appengine_backup_last_size_bytes{tenant="acme",name="orders",type="postgres"} 2048',
    'appengine_backup_period_seconds{tenant="acme",name="orders",type="postgres"} 86400',
    'appengine_backup_drill_timestamp_seconds{tenant="acme",name="orders",type="postgres"} 1795924800',
    'appengine_backup_drill_success{tenant="acme",name="orders",type="postgres"} 1',
    'appengine_backup_problems{tenant="acme",name="orders",type="postgres"} 1',
    'appengine_schedule_last_run_timestamp_seconds{tenant="acme",name="invoices"} 1796005800',
    'appengine_schedule_last_run_success{tenant="acme",name="invoices"} 0',
    'appengine_schedule_problems{tenant="acme",name="invoices"} 0',
    'appengine_authority_expiry_timestamp_seconds{stack="platform",kind="root"} 2111616000',
    'appengine_state_problems 0',
  ]);
});

test('what is not known has no sample, and nothing is lost of an empty installation', async () => {
  const text = await statusMetrics({ ...NOTHING, backups: [{ ...BACKUP, tenant: 'acme', name: 'orders', backups: [] }] });

  expect(text).not.toContain('last_success');
  expect(text).toContain('appengine_backup_problems{tenant="acme",name="orders",type="postgres"} 0');
  expect(text).toContain('# HELP appengine_healthy ');
  expect(text).toContain('appengine_healthy 1');
});
