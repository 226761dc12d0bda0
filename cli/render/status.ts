import { wrap } from '../../guidelines/reports/wrap';
import { describeAuthority } from '../../operations/certificates/authority-status';
import type { AppStatus } from '../../operations/status/app-status';
import type { InstallationStatus } from '../../operations/status/installation-status';
import type { ProxyStatus } from '../../operations/status/proxies';
import { describeCanary, describeHealth } from '../../operations/status/tenants';
import { colors } from '../terminal/colors';
import { formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';
import { describeDisk } from './disk';
import { hintAtLocalhost } from './localhost-hint';

const HEAD = ['TENANT, APP', 'REPLICAS', 'GENERATION', 'UPTIME'];

/** A line, and the lines that stand below it. */
interface Entry {
  readonly cells: readonly string[];
  /** Such as URLs. */
  readonly below: readonly string[];
}

/**
 * Each stack with its router, gateway and balancers and its apps, then what is not as it should be, and the disk. At most 80 columns, but for a longer
 * URL: the longest names of tenants and apps beside each other leave no place, so that an app stands below its tenant.
 */
export function renderStatus({ tenants, proxies, authorities, disk, backups, schedules, states }: InstallationStatus): string {
  if (tenants.length + proxies.length + states.length === 0) return 'Nothing is deployed. Deploy with: npx appengine up\n';
  const stacks = [...new Set([...proxies.map(({ stack }) => stack), ...tenants.map(({ name }) => name)])].sort(platformFirst);
  const entries = stacks.flatMap((stack) => [
    { cells: [stack], below: [] },
    ...proxies.filter((proxy) => proxy.stack === stack).map(entryOfProxy),
    ...tenants.filter(({ name }) => name === stack).flatMap(({ apps }) => apps.map(entryOfApp)),
  ]);
  const [head = '', ...lines] = renderTable(
    entries.map(({ cells }) => HEAD.map((_, column) => cells[column] ?? '')),
    HEAD,
  ).split('\n');
  const table = lines.flatMap((line, index) => [line, ...(entries[index]?.below ?? []).map((text) => `      ${text}`)]);
  const problems = [
    ...states,
    ...proxies.flatMap(({ stack, problems: own }) => own.map((problem) => `${stack}: ${problem}`)),
    ...backups.flatMap(({ tenant, name, problems: own }) => own.map((problem) => `${tenant} ${name}: ${problem}`)),
    ...schedules.flatMap(({ tenant, problems: own }) => own.map((problem) => `${tenant}: ${problem}`)),
    ...tenants.flatMap(({ name, apps }) => apps.flatMap((app) => app.problems.map((problem) => `${name} ${app.name}: ${problem}`))),
  ].flatMap((problem) => marked(problem, colors.red));
  const notices = authorities.flatMap((authority) => {
    const notice = describeAuthority(authority);
    return notice === undefined ? [] : marked(`${authority.stack}: ${notice}`, colors.yellow);
  });
  const taken = describeDisk(disk).map(({ subject, detail }) => `  ${subject.padEnd(11)}  ${detail}`);
  const urls = tenants.flatMap(({ apps }) => apps.flatMap((app) => app.urls));
  return [head, ...table, ...problems, ...notices, '', ...hintAtLocalhost(urls), ...taken, ''].join('\n');
}

function marked(sentence: string, colour: (text: string) => string): readonly string[] {
  return wrap(sentence, '  ', '! ').map((line) => line.replace(/^ {2}!/, `  ${colour('!')}`));
}

/** All else depends on it. */
function platformFirst(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(stack: string): number {
  return stack === 'platform' ? 0 : 1;
}

function entryOfProxy({ name, state, problems }: ProxyStatus): Entry {
  return { cells: [`  ${name}`, (problems.length === 0 ? colors.green : colors.red)(state), '', ''], below: [] };
}

function entryOfApp(app: AppStatus): Entry {
  const colour = app.healthy >= app.replicas && app.problems.length === 0 ? colors.green : colors.red;
  const uptime = app.startedAt === undefined ? '—' : formatDuration(Date.now() - app.startedAt.getTime());
  const canary = app.canary === undefined ? [] : [describeCanary(app.canary)];
  const urls = [...new Set(app.urls.flatMap((url, index) => [url, app.httpsUrls[index] ?? url]))];
  return { cells: [`  ${app.name}`, colour(describeHealth(app)), app.generation, uptime], below: [...canary, ...urls] };
}
