import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, cache, credentials, declared, ending, environment, install, run, withoutPrograms } from '../plan/dockerfile';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';
import type { PlainCommand } from '../plan/start-command';
import { Gemfile, RUBY } from './gemfile';
import { nativeLibraries } from './native-gems';
import type { RubyOptions } from './ruby-options';
import { rubyStart } from './ruby-start';
import { START, writeStart } from './start-program';

const SETTINGS: readonly SettingId[] = ['ca', 'netrc', 'bundle'];
const GEMS = '/opt/gems';

const BUNDLER = {
  BUNDLE_PATH: GEMS,
  BUNDLE_FROZEN: '1',
  BUNDLE_WITHOUT: 'development:test',
  BUNDLE_GLOBAL_GEM_CACHE: '1',
  BUNDLE_SILENCE_ROOT_WARNING: '1',
  SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
};

/** An application that Ruby runs. */
export class RubyPlan implements BuildPlan {
  readonly found: readonly string[];
  readonly advice: readonly string[] = [];
  readonly bases: readonly BaseName[] = ['BASE'];
  readonly settings: readonly SettingId[];
  readonly ignored: readonly string[] = ['.bundle', 'log', 'tmp', 'vendor/bundle'];
  private readonly gemfile: Gemfile | undefined;
  private readonly start: PlainCommand;

  /** @throws AppEngineError SourceIncomplete, StartCommandUnknown, ProcfileInvalid */
  constructor(
    private readonly source: SourceDirectory,
    private readonly options: RubyOptions,
  ) {
    this.gemfile = Gemfile.of(source);
    this.start = options.command === undefined ? rubyStart(source, this.gemfile) : { environment: {}, words: options.command };
    this.settings = this.gemfile === undefined ? [] : SETTINGS;
    this.found = [
      this.framework,
      this.gemfile === undefined
        ? "no gems but Debian's Puma"
        : `Bundler, Gemfile.lock${this.gemfile.isVendored ? ', gems in vendor/cache' : ''}`,
      `Ruby ${RUBY}`,
      `starts by ${this.start.words.join(' ')}`,
    ];
  }

  dockerfile(given: DockerfileOptions): string {
    const { packages = [] } = this.options;
    const libraries = nativeLibraries(this.gemfile?.gems ?? new Set());
    return [
      'ARG BASE',
      '# Ruby.',
      'FROM ${BASE} AS runtime',
      install([
        'ruby',
        this.gemfile === undefined ? 'puma' : 'ruby-bundler',
        'tzdata',
        ...libraries.map(({ run: name }) => name),
        ...packages,
      ]),
      writeStart(),
      '',
      ...this.dependencies(given),
      '# The application.',
      `FROM ${this.gemfile === undefined ? 'runtime' : 'dependencies'} AS application`,
      'WORKDIR /app',
      'COPY . .',
      ...declared(given),
      ...this.build(given),
      run([], 'rm -rf vendor/cache', `mkdir -p ${GEMS}`, READABLE_BY_ALL),
      '',
      '# The image.',
      ...(packages.length === 0 ? [withoutPrograms('runtime', ['ruby', `ruby${RUBY}`])] : ['FROM runtime']),
      environment({
        PATH: '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        PORT: '8080',
        RACK_ENV: 'production',
        ...(this.gemfile === undefined
          ? {}
          : { BUNDLE_GEMFILE: '/app/Gemfile', BUNDLE_PATH: GEMS, BUNDLE_FROZEN: '1', BUNDLE_WITHOUT: 'development:test' }),
        ...(this.isRails
          ? { RAILS_ENV: 'production', RAILS_LOG_TO_STDOUT: '1', RAILS_SERVE_STATIC_FILES: '1', BOOTSNAP_READONLY: '1' }
          : {}),
        ...this.start.environment,
      }),
      'WORKDIR /app',
      `COPY --from=${this.gemfile === undefined ? 'application' : 'dependencies'} ${GEMS} ${GEMS}`,
      'COPY --from=application /app ./',
      ending({ title: this.source.name }, ['ruby', START, ...this.start.words]),
      '',
    ].join('\n');
  }

  private get isRails(): boolean {
    return this.gemfile?.gems.has('rails') === true || this.gemfile?.gems.has('railties') === true;
  }

  private get framework(): string {
    if (this.isRails) return 'Rails';
    if (this.gemfile?.gems.has('sinatra') === true) return 'Sinatra';
    return this.gemfile?.gems.has('hanami') === true ? 'Hanami' : 'Ruby';
  }

  private dependencies(given: DockerfileOptions): readonly string[] {
    if (this.gemfile === undefined) return [];
    const { isVendored, hasPaths, gems } = this.gemfile;
    const { buildPackages = [] } = this.options;
    const libraries = nativeLibraries(gems).map(({ build }) => build);
    return [
      '# Gems: this layer changes with the lock file alone.',
      'FROM runtime AS dependencies',
      install(['bundler', 'build-essential', 'git', 'pkg-config', 'ruby-dev', ...libraries, ...buildPackages]),
      environment(BUNDLER),
      'WORKDIR /app',
      ...(hasPaths
        ? ['COPY . .']
        : [
            `COPY ${this.source.present('Gemfile', 'Gemfile.lock', '.ruby-version').join(' ')} ./`,
            ...(isVendored ? ['COPY vendor/cache vendor/cache'] : []),
          ]),
      run(
        [cache(given, 'bundler', '/root/.bundle/cache'), ...credentials(given, SETTINGS)],
        `bundle install${isVendored ? ' --local' : ''}`,
        // What only the build of gems needs.
        `rm -rf ${GEMS}/ruby/*/cache`,
        `find ${GEMS} -name '*.o' -delete`,
        `chmod -R ug-s,u+rwX,go=rX ${GEMS}`,
      ),
      '',
    ];
  }

  /** Rails makes its pages' files once; a secret is asked for, and none of it stays. */
  private build(given: DockerfileOptions): readonly string[] {
    const hasAssets = this.isRails && ['propshaft', 'sprockets-rails'].some((gem) => this.gemfile?.gems.has(gem) === true);
    return [
      ...(hasAssets
        ? [run(credentials(given, SETTINGS), 'SECRET_KEY_BASE_DUMMY=1 RAILS_ENV=production bundle exec rails assets:precompile')]
        : []),
      // They are written when it runs.
      ...(this.isRails ? [run([], 'rm -rf log tmp', 'ln -s /tmp log', 'ln -s /tmp tmp')] : []),
    ];
  }
}
