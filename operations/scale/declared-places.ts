import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { kebabCase } from '../../constructs/naming';

/** A place in the sources where a pool is declared. */
export interface DeclaredPlace {
  /** Relative to the project. */
  readonly file: string;
  /** That of `replicas`, or of the pool where it has none. */
  readonly line: number;
  readonly hasReplicas: boolean;
}

const POOL = /new\s+RuntimePool\(\s*[^,()]+,\s*(['"`])([^'"`]+)\1/g;
const NAME = /\bname:\s*(['"`])([^'"`]+)\1/;
const REPLICAS = /\breplicas\b\s*[:,}]/;
/** Directories without sources of the project. */
const SKIPPED = /^(\.|node_modules$|dist$|cdktf\.out$|__tests__$)/;

/**
 * Places where a project declares a pool: found by the text alone, so that one whose id is computed is in none.
 * Files that name the tenant come before all others.
 */
export function declaredPlaces(directory: string, tenant: string, app: string): readonly DeclaredPlace[] {
  const found = sourcesBelow(directory).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const isOfTenant = new RegExp(`['"\`]${tenant}['"\`]`).test(text);
    return placesIn(text, app).map((place) => ({ ...place, file: relative(directory, file), isOfTenant }));
  });
  const own = found.filter(({ isOfTenant }) => isOfTenant);
  return (own.length > 0 ? own : found).map(({ file, line, hasReplicas }) => ({ file, line, hasReplicas }));
}

/** In the text of one file. */
export function placesIn(text: string, app: string): readonly Omit<DeclaredPlace, 'file'>[] {
  return [...text.matchAll(POOL)].flatMap(({ index, 0: head, 2: id = '' }) => {
    const call = callAt(text, index);
    const name = NAME.exec(call)?.[2] ?? kebabCase(id);
    if (name !== app) return [];
    const replicas = REPLICAS.exec(call.slice(head.length));
    const at = index + (replicas === null ? 0 : head.length + replicas.index);
    return [{ line: text.slice(0, at).split('\n').length, hasReplicas: replicas !== null }];
  });
}

/** From `new` to the bracket that closes the call: brackets in texts may end it early or late, which only another line would show. */
function callAt(text: string, start: number): string {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return text.slice(start, index);
  }
  return text.slice(start);
}

function sourcesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.test(name))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return sourcesBelow(path);
      return entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name) && !/\.(d|test)\.[cm]?ts$/.test(entry.name) ? [path] : [];
    })
    .sort();
}
