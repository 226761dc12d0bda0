import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { output, pack } from '../../fixture/pack';
import { isFull } from './full';
import { CLI } from './project';

/** Makes a project by `appengine init`, and installs what it needs; resolves to its directory. */
export async function makeProject(scratch: string): Promise<string> {
  const directory = join(scratch, 'apps');
  await (isFull ? installed(scratch, directory) : linked(scratch, directory));
  return directory;
}

/** As its user does it, from the package as it is published. */
async function installed(scratch: string, directory: string): Promise<void> {
  const tarball = await pack(scratch);
  const init = ['appengine', 'init', 'apps', '--package', `file:${tarball}`];
  await output(scratch, 'npm', ['exec', '--yes', '--prefer-offline', '--package', tarball, '--', ...init]);
  await output(directory, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']);
}

/** With this checkout as the installed package, in a minute less; a contract test installs the same project from the package. */
async function linked(scratch: string, directory: string): Promise<void> {
  // A run of all tests has compiled it.
  if (process.env.APPENGINE_COMPILED === undefined) await output(packageRoot(), 'npm', ['run', 'build']);
  await output(scratch, process.execPath, [CLI, 'init', 'apps']);
  const { dependencies } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const own = { 'appengine-constructs': packageRoot(), '.bin/appengine': join(packageRoot(), 'bin', 'appengine.js') };
  const others = Object.fromEntries(Object.keys(dependencies).map((name) => [name, join(packageRoot(), 'node_modules', name)]));
  for (const [name, target] of Object.entries({ ...others, ...own })) {
    const link = join(directory, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
}
