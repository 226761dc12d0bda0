import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';

/** The fields of a package.json that matter here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * The template's package.json, for a project in a directory of this name.
 * @param source where npm finds this package, such as a tarball. @default the registry, from this version on
 */
export function projectManifest(template: string, directoryName: string, source?: string): string {
  const project = JSON.parse(template) as Manifest;
  const own = ownManifest();
  const dependencies = { ...project.dependencies, [own.name]: source ?? `^${own.version}` };
  return `${JSON.stringify({ ...project, name: packageName(directoryName) ?? project.name, dependencies }, undefined, 2)}\n`;
}

/** As npm wants it: lower case, no spaces. Undefined if nothing is left. */
function packageName(directoryName: string): string | undefined {
  const name = directoryName
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '');
  return name === '' || name === 'node_modules' ? undefined : name;
}

/** The package.json of this package. */
export function ownManifest(): Manifest {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as Manifest;
}
