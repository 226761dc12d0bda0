import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders from the data directory's `providers` down to the files of one: registry, namespace, type, version, platform. */
const DEPTH = 5;

/**
 * Files that are installed in a `.terraform` directory, one line each. It is a link into a mirror where there is one, so that a provider that was built
 * again is another one here without a word to Terraform, which then refuses it.
 */
export function installedProviders(dataDirectory: string): readonly string[] {
  const root = join(dataDirectory, 'providers');
  if (!existsSync(root)) return [];
  let paths: readonly string[] = [root];
  for (let level = 0; level <= DEPTH; level++) {
    // A link whose target is gone is a provider that is gone.
    paths = paths
      .filter((path) => existsSync(path) && statSync(path).isDirectory())
      .flatMap((path) => readdirSync(path).map((name) => join(path, name)));
  }
  return paths.map((path) => `${path} ${String(statSync(path).size)} ${String(statSync(path).mtimeMs)}`).sort();
}
