import { AppEngineError } from '../../errors';
import { cache, credentials, run } from '../plan/dockerfile';
import type { DockerfileOptions } from '../plan/build-plan';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';
import type { PackageJson } from './package-json';

/** Settings that all of them read. */
export const NODE_SETTINGS: readonly SettingId[] = ['ca', 'npmrc', 'yarnrc'];

interface Commands {
  readonly name: string;
  readonly lockFile: string;
  /** Its own settings beside `package.json`. */
  readonly files: readonly string[];
  /** Package of the registry that it is, at the version that is used where the project names none; undefined for npm, which is there. */
  readonly program: readonly [name: string, version: string] | undefined;
  /** Directory of its cache. */
  readonly cache: string;
  readonly installAll: string;
  readonly installProduction: string;
  readonly build: string;
}

const NPM: Commands = {
  name: 'npm',
  lockFile: 'package-lock.json',
  files: ['.npmrc', 'npm-shrinkwrap.json'],
  program: undefined,
  cache: '/root/.npm',
  installAll: 'npm ci --include=dev',
  installProduction: 'npm ci --omit=dev',
  build: 'npm run build',
};

const PNPM: Commands = {
  name: 'pnpm',
  lockFile: 'pnpm-lock.yaml',
  files: ['.npmrc', 'pnpm-workspace.yaml', '.pnpmfile.cjs'],
  program: ['pnpm', '10.34.8'],
  cache: '/root/.local/share/pnpm/store',
  installAll: 'pnpm install --frozen-lockfile --prod=false',
  installProduction: 'pnpm install --frozen-lockfile --prod',
  build: 'pnpm run build',
};

const YARN_1: Commands = {
  name: 'yarn',
  lockFile: 'yarn.lock',
  files: ['.npmrc', '.yarnrc'],
  program: ['yarn', '1.22.22'],
  cache: '/usr/local/share/.cache/yarn',
  installAll: 'yarn install --frozen-lockfile --production=false',
  installProduction: 'yarn install --frozen-lockfile --production=true',
  build: 'yarn run build',
};

const YARN: Commands = {
  name: 'yarn',
  lockFile: 'yarn.lock',
  files: ['.yarnrc.yml'],
  program: ['@yarnpkg/cli-dist', '4.12.0'],
  cache: '/root/.yarn/berry/cache',
  installAll: 'yarn install --immutable',
  installProduction: 'yarn workspaces focus --all --production',
  build: 'yarn run build',
};

/** npm, pnpm or yarn: the one whose lock file is there. */
export class PackageManager {
  /** @throws AppEngineError SourceIncomplete without a lock file, where there is something to lock */
  static of(source: SourceDirectory, json: PackageJson): PackageManager {
    const commands = commandsFor(source);
    if (commands === undefined && json.hasDependencies) {
      throw new AppEngineError(
        'SourceIncomplete',
        `${JSON.stringify(source.path)} must have a lock file beside its package.json, package-lock.json, pnpm-lock.yaml or yarn.lock: without one, the same sources would be another image tomorrow; run \`npm install --package-lock-only\` there, and commit the file`,
      );
    }
    return new PackageManager(commands ?? NPM, source, json);
  }

  private constructor(
    private readonly commands: Commands,
    private readonly source: SourceDirectory,
    private readonly json: PackageJson,
  ) {}

  /** Such as `pnpm, pnpm-lock.yaml`. */
  get description(): string {
    return this.json.hasDependencies ? `${this.commands.name}, ${this.commands.lockFile}` : 'no packages';
  }

  /** Command of the `build` script. */
  get build(): string {
    return this.commands.build;
  }

  /** Lines that make the program available. */
  setUp(options: DockerfileOptions): readonly string[] {
    const { program } = this.commands;
    if (program === undefined) return [];
    const [name, usual] = program;
    const [, wanted] = /^(?:pnpm|yarn)@(\d+\.\d+\.\d+)/.exec(this.json.packageManager ?? '') ?? [];
    return [
      run([cache(options, 'npm', '/root/.npm'), ...credentials(options, NODE_SETTINGS)], `npm install --global ${name}@${wanted ?? usual}`),
    ];
  }

  /** Lines that install packages from the manifests alone, or from all sources where those are several packages. */
  install(options: DockerfileOptions, isForProduction: boolean): readonly string[] {
    const { name, lockFile, files, installAll, installProduction } = this.commands;
    const manifests = this.source.present('package.json', lockFile, ...files);
    // Hooks of a checkout, which need packages for development.
    const hooks = isForProduction && this.json.scripts.prepare !== undefined ? ['npm pkg delete scripts.prepare'] : [];
    return [
      this.json.hasWorkspaces || this.source.has('pnpm-workspace.yaml') ? 'COPY . .' : `COPY ${manifests.join(' ')} ./`,
      run(
        [cache(options, name, this.commands.cache), ...credentials(options, NODE_SETTINGS)],
        ...hooks,
        isForProduction ? installProduction : installAll,
        // Where there is none to install, later steps copy it all the same.
        'mkdir -p node_modules',
      ),
    ];
  }
}

function commandsFor(source: SourceDirectory): Commands | undefined {
  if (source.has('pnpm-lock.yaml')) return PNPM;
  // Since version 2 the lock file is YAML with a block of its own.
  if (source.has('yarn.lock')) return source.text('yarn.lock').includes('__metadata:') ? YARN : YARN_1;
  return source.first('package-lock.json', 'npm-shrinkwrap.json') === undefined ? undefined : NPM;
}
