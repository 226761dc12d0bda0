import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { importApp } from '../../operations/import/import-app';
import { deploysAtOnce } from '../../operations/import/plan/tenant-plan';
import { writeTenant } from '../../operations/import/typescript/write-tenant';
import { renderImport, type ImportDocument } from '../render/import';
import { tellResult } from '../terminal/result';
import { EXIT_UNHEALTHY } from './exit-codes';

/** Options of `appengine import`. */
export interface ImportCommandOptions {
  readonly tenant?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/**
 * Writes a tenant for an application that exists in another form; resolves to the exit code, which is 2 where something is left to do.
 * @throws AppEngineError ImportTargetExists
 */
export async function importCommand(file: string, options: ImportCommandOptions): Promise<number> {
  const root = projectOf(process.cwd());
  const plan = importApp(resolve(file), { root, ...(options.tenant === undefined ? {} : { tenant: options.tenant }) });
  const output = options.output === undefined ? join(root, 'tenants', `${plan.tenant}.ts`) : resolve(options.output);
  const text = await writeTenant(plan);
  await mkdir(dirname(output), { recursive: true });
  await writeNew(output, text);
  const document: ImportDocument = {
    tenant: plan.tenant,
    format: plan.format,
    files: plan.files,
    output,
    services: plan.services.map((service) => ({
      name: service.name,
      becomes: service.becomes ?? null,
      deploysAtOnce: deploysAtOnce(service),
      remarks: service.remarks,
    })),
    remarks: plan.remarks,
  };
  tellResult(options, document, () => renderImport(document, relative(process.cwd(), output), existsSync(join(root, 'cdktf.json'))));
  const isDone = plan.services.every(deploysAtOnce) && plan.remarks.every(({ kind }) => kind !== 'todo');
  return isDone ? 0 : EXIT_UNHEALTHY;
}

/** The nearest directory with a cdktf.json, from which paths in tenants are; outside of a project the working directory. */
function projectOf(start: string): string {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'cdktf.json'))) return directory;
    if (dirname(directory) === directory) return start;
  }
}

/** Fails where a file is there, also where another process was faster. */
async function writeNew(output: string, text: string): Promise<void> {
  try {
    await writeFile(output, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new AppEngineError(
      'ImportTargetExists',
      `${output} is there already, and nothing was written; name another file by --output, or another tenant by --tenant`,
    );
  }
}
