import { colors } from '../terminal/colors';
import { formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';
import { describeAuthority } from '../../operations/certificates/authority-status';
import type { AppStatus } from '../../operations/status/app-status';
import type { ProxyStatus } from '../../operations/status/proxies';
import { describeHealth } from '../../operations/status/tenants';
import type { InstallationStatus } from '../../operations/status/installation-status';

/** A row for each app, router, gateway and balancer, then what is not as it should be. */
export function renderStatus({ tenants, proxies, authorities, states }: InstallationStatus): string {
  if (tenants.length + proxies.length + states.length === 0) return 'Nothing is deployed. Deploy with: npx appengine up\n';
  const rows = [
    ...proxies.map((proxy) => [proxy.stack, proxy.name, '—', colouredState(proxy), '—', '—', '—']),
    ...tenants.flatMap(({ name, apps }) =>
      apps.map((app) => [name, app.name, app.urls.join('\n') || '—', colouredHealth(app), app.image, app.generation, uptime(app)]),
    ),
  ].sort(([a = ''], [b = '']) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
  const problems = [
    ...states,
    ...proxies.flatMap(({ stack, problems }) => problems.map((problem) => `${stack}: ${problem}`)),
    ...tenants.flatMap(({ name, apps }) => apps.flatMap((app) => app.problems.map((problem) => `${name} ${app.name}: ${problem}`))),
  ].map((problem) => `  ${colors.red('!')} ${problem}\n`);
  const notices = authorities.flatMap((authority) => {
    const notice = describeAuthority(authority);
    return notice === undefined ? [] : [`  ${colors.yellow('!')} ${authority.stack}: ${notice}\n`];
  });
  return `${renderTable(rows, ['TENANT', 'APP', 'URL', 'REPLICAS', 'IMAGE', 'GENERATION', 'UPTIME'])}\n${[...problems, ...notices].join('')}`;
}

/** The platform first: all else depends on it. */
function rank(stack: string): number {
  return stack === 'platform' ? 0 : 1;
}

function colouredState({ state, problems }: ProxyStatus): string {
  return (problems.length === 0 ? colors.green : colors.red)(state);
}

function colouredHealth(app: AppStatus): string {
  const colour = app.healthy >= app.replicas && app.problems.length === 0 ? colors.green : colors.red;
  return colour(describeHealth(app));
}

function uptime(app: AppStatus): string {
  return app.startedAt === undefined ? '—' : formatDuration(Date.now() - app.startedAt.getTime());
}
