import { readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { readCompose } from './compose/read-compose';
import type { SourceApp } from './description';
import { readProcfile } from './heroku/read-procfile';
import { readKamal } from './kamal/read-kamal';
import { tenantName } from './plan/names';
import { planTenant } from './plan/plan-tenant';
import type { TenantPlan } from './plan/tenant-plan';
import { parseYaml } from './yaml/parse';

/** Options of {@link importApp}. */
export interface ImportOptions {
  /** Name of the tenant. @default that of the source, or of its directory */
  readonly tenant?: string;
  /** Absolute directory of the project, from which the paths of the tenant are. */
  readonly root: string;
}

/**
 * Reads an application in the form that it has, and decides what each part becomes. Nothing is written.
 * @param path absolute path of a compose file, a Procfile, or a `deploy.yml` of Kamal
 * @throws AppEngineError ImportSourceUnreadable, ImportSourceUnknown, ImportSourceInvalid, ProcfileInvalid, TenantNameInvalid
 */
export function importApp(path: string, { tenant, root }: ImportOptions): TenantPlan {
  const app = readSource(path, root);
  return planTenant(app, tenant === undefined ? tenantName(app.name ?? basename(app.directory)) : checkedTenant(tenant), root);
}

function readSource(path: string, root: string): SourceApp {
  const shown = relative(root, path);
  const text = read(path, shown);
  if (basename(path).startsWith('Procfile')) return readProcfile(path, shown, root);
  if (!/\.ya?ml$/.test(path)) throw unknown(shown);
  const file = parseYaml(shown, text);
  if (file.get('services') !== undefined) return readCompose(path, shown, text);
  if (file.get('service') !== undefined && (file.get('servers') ?? file.get('image')) !== undefined) return readKamal(path, shown, text);
  throw unknown(shown);
}

function read(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new AppEngineError(
      'ImportSourceUnreadable',
      `${JSON.stringify(shown)} cannot be read (${code}); name a compose file, a Procfile, or config/deploy.yml of Kamal${code === 'EISDIR' ? ` in ${dirname(shown)}` : ''}`,
    );
  }
}

function unknown(shown: string): AppEngineError {
  return new AppEngineError(
    'ImportSourceUnknown',
    `${JSON.stringify(shown)} must be a compose file with \`services\`, a Procfile, or a deploy.yml of Kamal with \`service\` and \`servers\`; name one of these`,
  );
}

function checkedTenant(tenant: string): string {
  if (tenantName(tenant) === tenant) return tenant;
  throw new AppEngineError(
    'TenantNameInvalid',
    `tenant name ${JSON.stringify(tenant)} must be 1 to 20 of a-z, 0-9 and single "-", a letter first, and none of the platform's own; such as ${JSON.stringify(tenantName(tenant))}`,
  );
}
