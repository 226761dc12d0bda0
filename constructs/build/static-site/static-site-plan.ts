import { AppEngineError } from '../../errors';
import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, credentials, declared, ending, environment, run, withoutPrograms } from '../plan/dockerfile';
import { siteGenerator } from '../node/node-framework';
import { nodeTools } from '../node/node-tools';
import { PackageJson } from '../node/package-json';
import { NODE_SETTINGS, PackageManager } from '../node/package-manager';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';

/** Options of `Runtime.staticSite`. */
export interface StaticSiteOptions {
  /** Directory with the pages, after the build if there is one. @default that of a known generator, or the first of public, www, html, site, and the sources that has an index.html */
  readonly directory?: string;
}

const USUAL = ['public', 'www', 'html', 'site', '.'];

/** Pages that nginx serves, as they are or as a generator makes them. */
export class StaticSitePlan implements BuildPlan {
  readonly found: readonly string[];
  readonly advice: readonly string[] = [];
  readonly bases: readonly BaseName[];
  readonly settings: readonly SettingId[];
  private readonly directory: string;
  private readonly manager: PackageManager | undefined;

  /** True for sources that no server of their own answers for. */
  static fits(source: SourceDirectory): boolean {
    const json = PackageJson.of(source);
    return json === undefined ? pagesIn(source) !== undefined : siteGenerator(json) !== undefined;
  }

  /** @throws AppEngineError SourceInvalid, SourceIncomplete */
  constructor(
    private readonly source: SourceDirectory,
    { directory }: StaticSiteOptions,
  ) {
    const json = PackageJson.of(source);
    const generator = json === undefined ? undefined : siteGenerator(json);
    this.manager = json?.scripts.build === undefined ? undefined : PackageManager.of(source, json);
    this.directory = checked(source, directory ?? generator?.directory ?? pagesIn(source));
    this.bases = this.manager === undefined ? ['BASE', 'STATIC'] : ['NODE', 'NPM', 'STATIC'];
    this.settings = this.manager === undefined ? [] : NODE_SETTINGS;
    this.found = [
      generator?.name ?? 'static pages',
      ...(this.manager === undefined ? [] : [this.manager.description, 'script "build"']),
      `pages in ${this.directory}`,
    ];
  }

  dockerfile(given: DockerfileOptions): string {
    return [
      'ARG STATIC',
      ...(this.manager === undefined ? ['ARG BASE', 'FROM ${BASE} AS site'] : this.built(given, this.manager)),
      ...(this.manager === undefined ? ['WORKDIR /app', 'COPY . .'] : []),
      `WORKDIR /app/${this.directory}`,
      run([], READABLE_BY_ALL),
      '',
      '# The image.',
      withoutPrograms('${STATIC}', ['nginx']),
      environment({ PATH: '/usr/local/bin:/usr/sbin' }),
      `COPY --from=site /app/${this.directory} /srv/www`,
      'STOPSIGNAL SIGQUIT',
      ending({ title: this.source.name }, ['nginx', '-e', 'stderr', '-c', '/etc/nginx/static.conf', '-g', 'daemon off;']),
      '',
    ].join('\n');
  }

  private built(given: DockerfileOptions, manager: PackageManager): readonly string[] {
    return [
      ...nodeTools(given, manager),
      '',
      '# The pages.',
      'FROM tools AS site',
      'WORKDIR /app',
      ...manager.install(given, false),
      'COPY . .',
      ...declared(given),
      run(credentials(given, NODE_SETTINGS), manager.build),
    ];
  }
}

function pagesIn(source: SourceDirectory): string | undefined {
  return USUAL.find((directory) => source.has(`${directory}/index.html`));
}

function checked(source: SourceDirectory, directory: string | undefined): string {
  if (directory !== undefined && /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/.test(directory)) return directory;
  throw new AppEngineError(
    'SourceIncomplete',
    `${JSON.stringify(source.path)} must have pages: ${directory === undefined ? `no index.html in ${USUAL.join(', ')}, and no known generator` : `${JSON.stringify(directory)} is no directory below it`}; set \`directory\`, such as Runtime.staticSite({ directory: 'dist' })`,
  );
}
