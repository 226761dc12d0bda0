import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse, relative, resolve } from 'node:path';
import type { App } from '../constructs/cdktf/framework';
import { AppEngineError } from '../constructs/errors';
import { packageRoot } from '../constructs/package-root';
import { Preview, requestedPreview, type PreviewRequest } from '../constructs/tenancy/preview';
import type { Platform } from './platform';
import { PreviewPlatform } from './preview-platform';
import { syntaxProblem } from './syntax-error';
import { isWanted } from './wanted';

/** The default export of a file in the tenants' directory: a function that adds the tenant's stack. */
export type TenantFunction = (app: App, platform: Platform) => unknown;

/** One file for each tenant, named like its stack. Tests and declarations, which have a second dot, are none. */
const TENANT_FILE = /^[a-z][a-z0-9-]*\.[cm]?[jt]s$/;
const SOURCE = /\.[cm]?ts$/;
/** Directory of this library, which is the project itself for its own examples. */
const LIBRARY = packageRoot();
const LIBRARY_FOLDERS = new Set(['constructs', 'stacks', 'testing']);
/** Error code of `require` for a module that only `import` can load. */
const ONLY_BY_IMPORT = new Set<unknown>(['ERR_REQUIRE_ESM', 'ERR_REQUIRE_ASYNC_MODULE']);

/**
 * Adds the tenants of a directory, in the order of their names: each file exports a function as its default, and is named like the tenant's stack.
 * Tenants that this run is not about are left out, see {@link isWanted}.
 * Where `appengine preview up` runs the program, it adds previews of them instead.
 * @param directory absolute, or relative to the working directory
 * @throws AppEngineError TenantsMissing, TenantFileInvalid, TenantFileMisnamed, TenantFileUnreadable, TenantFileFailed, PreviewRequestInvalid
 */
export async function loadTenants(app: App, platform: Platform, directory: string): Promise<void> {
  const request = requestedPreview(process.env);
  for (const file of tenantFiles(resolve(directory))) {
    if (request !== undefined) {
      await addPreview(app, platform, file, request);
      continue;
    }
    const add = tenantFunction(file, await attempt(file, () => load(file)));
    const before = new Set(app.node.children);
    await attempt(file, () => add(app, platform));
    checkName(
      file,
      app.node.children.filter((child) => !before.has(child)).map(({ node }) => node.id),
    );
  }
}

/** The function of the tenant makes its preview, under another name: no other tenant is declared, so nothing of them is needed, such as their secrets. */
async function addPreview(app: App, platform: Platform, file: string, request: PreviewRequest): Promise<void> {
  const { name: tenant } = parse(file);
  if (request.tenant !== undefined && request.tenant !== tenant) return;
  const add = tenantFunction(file, await attempt(file, () => load(file)));
  await attempt(file, async () => {
    try {
      await add(app, new PreviewPlatform(platform, new Preview(tenant, request)));
    } catch (error) {
      // Without a name, those are meant that allow it.
      if (request.tenant !== undefined || !(error instanceof AppEngineError) || error.code !== 'PreviewsNotAllowed') throw error;
    }
  });
}

function tenantFiles(directory: string): readonly string[] {
  if (!existsSync(directory)) {
    throw new AppEngineError('TenantsMissing', `there is no directory ${directory}; create it, with one file for each tenant`);
  }
  const names = readdirSync(directory).filter((name) => TENANT_FILE.test(name) && isWanted(parse(name).name));
  const inOrder = names.sort((a, b) => Number(isPreferred(a)) - Number(isPreferred(b)));
  return [...new Map(inOrder.map((name) => [parse(name).name, join(directory, name)])).values()].sort();
}

/** Of a file that was compiled beside its source: the one that is what the program itself is. */
function isPreferred(name: string): boolean {
  return SOURCE.test(name) === SOURCE.test(process.argv[1] ?? '');
}

/** By `require`, which is what ts-node and Jest know as well. */
async function load(file: string): Promise<unknown> {
  try {
    return createRequire(__filename)(file) as unknown;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ONLY_BY_IMPORT.has(error.code)) return import(file);
    throw error;
  }
}

function tenantFunction(file: string, module: unknown): TenantFunction {
  const { default: add } = module as { readonly default?: unknown };
  if (typeof add === 'function') return add as TenantFunction;
  throw new AppEngineError(
    'TenantFileInvalid',
    `${nameOf(file)} has no function as its default export; add \`export default (app, platform) => new TenantStack(…)\`, or move the file elsewhere`,
  );
}

/** @throws AppEngineError that names the file */
async function attempt<Result>(file: string, action: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const syntax = syntaxProblem(error);
    if (syntax !== undefined) {
      throw new AppEngineError(
        'TenantFileUnreadable',
        `${nameOf(syntax.file)}:${syntax.position}: ${syntax.problem}; correct that line, or the one before it`,
      );
    }
    // The errors of this library say all that helps; a stack trace would bury it.
    const reason = error instanceof AppEngineError ? error.message : String(error instanceof Error ? error.stack : error);
    const place = error instanceof AppEngineError ? placeOf(error, dirname(dirname(file))) : undefined;
    throw new AppEngineError('TenantFileFailed', `${nameOf(file)}: ${reason}${place === undefined ? '' : ` (at ${place})`}`);
  }
}

/** `--only` finds a tenant's file by its name. */
function checkName(file: string, added: readonly string[]): void {
  const { name } = parse(file);
  if (added.length === 0 || added.includes(name)) return;
  throw new AppEngineError(
    'TenantFileMisnamed',
    `${nameOf(file)} adds ${added.join(', ')}, and no stack with its own name, by which \`--only\` finds it; rename the file or the tenant`,
  );
}

/** The line of the user's own program that led to an error: `file:line`. */
function placeOf({ stack = '' }: Error, project: string): string | undefined {
  const frames = [...stack.matchAll(/\(?((?:file:\/\/)?\/[^\s()]+):(\d+):\d+\)?$/gm)];
  const own = frames
    .map(([, path = '', line = '']) => ({ path: path.replace(/^file:\/\//, ''), line }))
    .find(({ path }) => isOwn(path, project));
  return own === undefined ? undefined : `${nameOf(own.path)}:${own.line}`;
}

function isOwn(path: string, project: string): boolean {
  const [, inPackage = ''] = path.startsWith(LIBRARY) ? path.slice(LIBRARY.length).split('/') : [];
  return path.startsWith(`${project}/`) && !path.includes('/node_modules/') && !LIBRARY_FOLDERS.has(inPackage);
}

function nameOf(file: string): string {
  return relative(process.cwd(), file);
}
