import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';

/** The project that `init` makes, as files of this package. */
const TEMPLATE = join(packageRoot(), 'init');

/** npm leaves files of these names out of a package. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** Files of a new project, by their paths in it. */
export function templateFiles(): ReadonlyMap<string, string> {
  const paths = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(TEMPLATE.length + 1))
    .sort();
  return new Map(paths.map((path) => [RENAMED[path] ?? path, readFileSync(join(TEMPLATE, path), 'utf8')]));
}
