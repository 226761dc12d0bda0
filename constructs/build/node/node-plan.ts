import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, credentials, declared, ending, environment, install, run, withoutPrograms } from '../plan/dockerfile';
import type { SourceDirectory } from '../plan/source-directory';
import type { PlainCommand } from '../plan/start-command';
import { nodeFramework, type NodeFramework } from './node-framework';
import type { NodeOptions } from './node-options';
import { nodeStart } from './node-start';
import { nodeTools } from './node-tools';
import { PackageJson } from './package-json';
import { NODE_SETTINGS, PackageManager } from './package-manager';

/** An application that Node runs. */
export class NodePlan implements BuildPlan {
  readonly found: readonly string[];
  readonly bases: readonly BaseName[] = ['NODE', 'NPM'];
  readonly advice: readonly string[] = [];
  readonly settings = NODE_SETTINGS;
  private readonly json: PackageJson | undefined;
  private readonly manager: PackageManager | undefined;
  private readonly framework: NodeFramework | undefined;
  private readonly start: PlainCommand;

  /** @throws AppEngineError SourceInvalid, SourceIncomplete, StartCommandUnknown, ProcfileInvalid */
  constructor(
    private readonly source: SourceDirectory,
    private readonly options: NodeOptions,
  ) {
    this.json = PackageJson.of(source);
    this.manager = this.json === undefined ? undefined : PackageManager.of(source, this.json);
    this.framework = this.json === undefined ? undefined : nodeFramework(this.json);
    const known = options.command ?? this.server?.command;
    this.start = known === undefined ? nodeStart(source, this.json) : { environment: {}, words: known };
    this.found = [
      this.framework?.name ?? 'Node',
      ...(this.manager === undefined ? [] : [this.manager.description]),
      ...(this.isBuilt ? ['script "build"'] : []),
      `starts by ${this.start.words.join(' ')}`,
    ];
  }

  dockerfile(given: DockerfileOptions): string {
    return [
      ...nodeTools(given, this.manager, this.options.buildPackages),
      '',
      ...this.dependencies(given),
      ...this.application(given),
      '# The image.',
      ...this.system(),
      environment({
        PATH: '/usr/local/bin:/usr/bin',
        NODE_ENV: 'production',
        PORT: '8080',
        ...this.framework?.environment,
        ...this.start.environment,
      }),
      'WORKDIR /app',
      ...this.copies(),
      ending({ title: this.source.name, ...(this.json?.version === undefined ? {} : { version: this.json.version }) }, this.start.words),
      '',
    ].join('\n');
  }

  private get isBuilt(): boolean {
    return this.json?.scripts.build !== undefined;
  }

  /** A server that the build makes, with all that it needs. */
  private get server(): NodeFramework['server'] {
    return this.isBuilt ? this.framework?.server : undefined;
  }

  /** Several packages share what is installed: it cannot be separated from the sources. */
  private get isInOnePlace(): boolean {
    return this.json?.hasWorkspaces === true || this.source.has('pnpm-workspace.yaml');
  }

  /** True if packages for its run have a stage of their own. */
  private get hasOwnStage(): boolean {
    return this.json !== undefined && this.json.dependencies.length > 0 && this.server === undefined && !this.isInOnePlace;
  }

  private dependencies(given: DockerfileOptions): readonly string[] {
    if (!this.hasOwnStage || this.manager === undefined) return [];
    return [
      '# Packages that it needs when it runs: this layer changes with the lock file alone.',
      'FROM tools AS dependencies',
      'WORKDIR /app',
      ...this.manager.install(given, true),
      '',
    ];
  }

  private application(given: DockerfileOptions): readonly string[] {
    const isInstalled = (this.isBuilt || this.isInOnePlace) && this.json?.hasDependencies === true;
    const unwanted = [
      ...(this.isInOnePlace || this.server !== undefined ? [] : ['node_modules']),
      ...this.source.present('.npmrc', '.yarnrc', '.yarnrc.yml'),
    ];
    return [
      '# The application.',
      'FROM tools AS application',
      'WORKDIR /app',
      ...(isInstalled ? (this.manager?.install(given, !this.isBuilt) ?? []) : []),
      'COPY . .',
      ...(this.isBuilt ? this.build(given) : []),
      run([], ...(unwanted.length === 0 ? [] : [`rm -rf ${unwanted.join(' ')}`]), READABLE_BY_ALL),
      '',
    ];
  }

  private build(given: DockerfileOptions): readonly string[] {
    const { buildEnvironment } = this.framework ?? {};
    const { copy: [made] = [''], parts = [] } = this.server ?? {};
    return [
      ...(buildEnvironment === undefined ? [] : [environment(buildEnvironment)]),
      ...declared(given),
      run(
        credentials(given, NODE_SETTINGS),
        this.manager?.build ?? 'npm run build',
        // A framework may leave out a part.
        ...parts.map((part) => `mkdir -p ${part} && cp -aT ${part} ${made}/${part}`),
      ),
    ];
  }

  private system(): readonly string[] {
    const { packages = [] } = this.options;
    return packages.length === 0 ? [withoutPrograms('${NODE}', [])] : ['FROM ${NODE}', 'USER 0', install(packages)];
  }

  private copies(): readonly string[] {
    if (this.server !== undefined) return [`COPY --from=application /app/${this.server.copy.join(' ')}`];
    return [...(this.hasOwnStage ? ['COPY --from=dependencies /app/node_modules ./node_modules'] : []), 'COPY --from=application /app ./'];
  }
}
