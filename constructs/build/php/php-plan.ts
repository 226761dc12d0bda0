import { AppEngineError } from '../../errors';
import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, cache, credentials, declared, ending, environment, install, run, withoutPrograms } from '../plan/dockerfile';
import { PackageJson } from '../node/package-json';
import type { SettingId } from '../../image/package-settings';
import { Procfile } from '../plan/procfile';
import type { SourceDirectory } from '../plan/source-directory';
import type { PlainCommand } from '../plan/start-command';
import { Composer } from './composer';
import { PHP, extensionPackages } from './php-extensions';
import { phpFramework, type PhpFramework } from './php-framework';
import type { PhpOptions } from './php-options';
import { APACHE, START, serverFiles } from './php-server';

const SETTINGS: readonly SettingId[] = ['ca', 'netrc', 'composer'];
const USUAL = ['public', 'web', 'html', 'public_html', '.'];
const INSTALL = 'composer install --no-dev --no-interaction --no-progress --prefer-dist --no-autoloader --no-scripts';
/** With the classes of the application; without scripts, because those of frameworks are of its build. */
const AUTOLOADER = 'composer dump-autoload --no-dev --no-interaction --optimize --no-scripts';

/** An application that PHP runs, behind Apache. */
export class PhpPlan implements BuildPlan {
  readonly found: readonly string[];
  readonly advice: readonly string[];
  readonly bases: readonly BaseName[] = ['BASE'];
  readonly settings: readonly SettingId[];
  readonly ignored: readonly string[];
  private readonly composer: Composer | undefined;
  private readonly framework: PhpFramework;
  private readonly directory: string;
  private readonly start: PlainCommand;

  /** @throws AppEngineError SourceInvalid, SourceIncomplete, ProcfileInvalid */
  constructor(
    private readonly source: SourceDirectory,
    private readonly options: PhpOptions,
  ) {
    this.composer = Composer.of(source);
    this.composer?.checkLocked();
    this.framework = phpFramework(source, this.composer);
    const { words, environment: variables, directory } = webProcess(source);
    this.directory = checkedDirectory(source, options.directory ?? directory ?? this.framework.directory ?? pagesIn(source));
    this.start = { environment: variables, words: options.command ?? words ?? APACHE };
    this.settings = this.isInstalled ? SETTINGS : [];
    this.ignored = this.isInstalled ? ['vendor'] : [];
    this.advice =
      PackageJson.of(source)?.scripts.build === undefined
        ? []
        : ['what `npm run build` makes, committed with the sources, such as public/build: this build has no Node'];
    this.found = [
      this.framework.name,
      this.isInstalled ? 'Composer, composer.lock' : this.composer?.isVendored === true ? 'packages in vendor' : 'no packages',
      `PHP ${PHP}`,
      this.start.words === APACHE ? `Apache with ${this.directory}` : `starts by ${this.start.words.join(' ')}`,
    ];
  }

  dockerfile(given: DockerfileOptions): string {
    const { packages = [], extensions = [] } = this.options;
    const wanted = extensionPackages([...(this.composer?.extensions ?? []), ...extensions]);
    return [
      'ARG BASE',
      '# PHP in Apache.',
      'FROM ${BASE} AS runtime',
      install([`libapache2-mod-php${PHP}`, `php${PHP}-cli`, 'media-types', ...wanted, ...packages]),
      ...serverFiles(this.directory === '.' ? '/app' : `/app/${this.directory}`, this.framework.writable),
      '',
      ...this.application(given),
      '',
      '# The image.',
      ...(packages.length === 0 ? [withoutPrograms('runtime', ['apache2', 'php', `php${PHP}`])] : ['FROM runtime']),
      environment({ PATH: '/usr/bin:/usr/sbin:/bin', PORT: '8080', ...this.framework.environment, ...this.start.environment }),
      'WORKDIR /app',
      'COPY --from=application /out/writable /opt/writable',
      'COPY --from=application /out/vendor ./vendor',
      'COPY --from=application /app ./',
      'STOPSIGNAL SIGWINCH',
      ending(this.labels, ['php', START, ...this.start.words]),
      '',
    ].join('\n');
  }

  /** True if Composer has something to do. */
  private get isInstalled(): boolean {
    return this.composer?.hasAutoloader === true && !this.composer.isVendored;
  }

  private dependencies(mounts: readonly string[]): readonly string[] {
    if (!this.isInstalled) return [];
    const manifests = this.composer?.hasPaths === true ? '.' : this.source.present('composer.json', 'composer.lock').join(' ');
    return [
      '# Packages: this layer changes with the lock file alone.',
      'FROM runtime AS dependencies',
      install(['composer', 'git', 'unzip', ...(this.options.buildPackages ?? [])]),
      environment({ COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_CACHE_DIR: '/root/.cache/composer', COMPOSER_NO_DEV: '1' }),
      'WORKDIR /app',
      `COPY ${manifests} ./`,
      ...(this.composer?.hasPackages === true ? [run(mounts, INSTALL)] : []),
      '',
    ];
  }

  private application(given: DockerfileOptions): readonly string[] {
    const { writable, build, environment: variables } = this.framework;
    const { buildPackages = [] } = this.options;
    const mounts = this.isInstalled
      ? [cache(given, 'composer', '/root/.cache/composer'), ...credentials(given, SETTINGS)]
      : credentials(given, []);
    const commands = [...(this.isInstalled ? [AUTOLOADER] : []), ...build];
    return [
      ...this.dependencies(mounts),
      '# The application.',
      `FROM ${this.isInstalled ? 'dependencies' : 'runtime'} AS application`,
      ...(this.isInstalled || buildPackages.length === 0 ? [] : [install(buildPackages)]),
      'WORKDIR /app',
      'COPY . .',
      ...declared(given),
      ...(Object.keys(variables).length === 0 ? [] : [environment(variables)]),
      ...(commands.length === 0 ? [] : [run(mounts, ...commands)]),
      '# Packages change less often than the application, and have a layer of their own.',
      run(
        [],
        'mkdir -p vendor /out/vendor /out/writable',
        `find vendor -mindepth 1 -maxdepth 1 ! -name autoload.php ! -name bin ! -name composer -exec mv -t /out/vendor '{}' +`,
        ...writable.flatMap((name) => [`mkdir -p ${name}`, `mv ${name} /out/writable/${name}`, `ln -s /tmp/${name} ${name}`]),
        READABLE_BY_ALL,
        'cd /out',
        READABLE_BY_ALL,
      ),
    ];
  }

  private get labels(): Readonly<Record<string, string>> {
    const version = this.composer?.version;
    return { title: this.source.name, ...(version === undefined ? {} : { version }) };
  }
}

/** `web` of the Procfile: buildpacks of others have names for Apache and nginx, with the directory that is served. */
function webProcess(source: SourceDirectory): {
  readonly words?: readonly string[];
  readonly environment: PlainCommand['environment'];
  readonly directory?: string;
} {
  const procfile = Procfile.in(source);
  if (procfile?.names.includes('web') !== true) return { environment: {} };
  const { words, environment: variables } = procfile.plain('web');
  if (!/(^|\/)heroku-php-(apache2|nginx)$/.test(words[0] ?? '')) return { words, environment: variables };
  const last = words.length > 1 ? words.at(-1) : undefined;
  return { environment: variables, directory: last === undefined || last.startsWith('-') ? '.' : last.replace(/\/$/, '') };
}

function pagesIn(source: SourceDirectory): string | undefined {
  return USUAL.find((directory) => source.has(`${directory}/index.php`));
}

function checkedDirectory(source: SourceDirectory, directory: string | undefined): string {
  if (directory === '.' || (directory !== undefined && /^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[\w./-]+$/.test(directory))) return directory;
  throw new AppEngineError(
    'SourceIncomplete',
    `${JSON.stringify(source.path)} must have a directory with an index.php: ${directory === undefined ? `none of ${USUAL.join(', ')} has one` : `${JSON.stringify(directory)} is no directory below it`}; set \`directory\`, such as Runtime.php({ directory: 'htdocs' })`,
  );
}
