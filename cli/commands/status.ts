import { colors } from '../terminal/colors';
import { useEngine } from '../bootstrap/engine';
import type { AppStatus } from '../status/app-status';
import { describeHealth, isWell, tenantStatuses, type TenantStatus } from '../status/tenants';
import { formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';
import { Workspace } from '../workspace';

/** Exit code when an app has fewer healthy replicas than wanted. */
const UNWELL = 2;

/** Shows every tenant's apps; resolves to the exit code. */
export async function status(options: { readonly json?: boolean }): Promise<number> {
  const workspace = Workspace.find();
  await useEngine();
  const tenants = await tenantStatuses(workspace.instance);
  process.stdout.write(options.json === true ? `${JSON.stringify({ tenants: tenants.map(toDocument) }, undefined, 2)}\n` : render(tenants));
  return isWell(tenants) ? 0 : UNWELL;
}

function toDocument({ name, apps }: TenantStatus): object {
  return {
    name,
    apps: apps.map(({ name: app, urls, replicas, healthy, image, generation }) => ({
      name: app,
      urls,
      replicas,
      healthy,
      image,
      generation,
    })),
  };
}

function render(tenants: readonly TenantStatus[]): string {
  if (tenants.length === 0) return 'Nothing is deployed. Deploy with: npx appengine up\n';
  const rows = tenants.flatMap(({ name, apps }) =>
    apps.map((app) => [name, app.name, app.urls.join('\n') || '—', colouredHealth(app), app.image, app.generation, uptime(app)]),
  );
  return `${renderTable(rows, ['TENANT', 'APP', 'URL', 'REPLICAS', 'IMAGE', 'GENERATION', 'UPTIME'])}\n`;
}

function colouredHealth(app: AppStatus): string {
  const colour = app.healthy >= app.replicas ? colors.green : colors.red;
  return colour(describeHealth(app));
}

function uptime(app: AppStatus): string {
  return app.startedAt === undefined ? '—' : formatDuration(Date.now() - app.startedAt.getTime());
}
