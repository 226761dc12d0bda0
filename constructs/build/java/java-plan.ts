import { AppEngineError } from '../../errors';
import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, credentials, declared, ending, environment, install, run, withoutPrograms } from '../plan/dockerfile';
import type { SettingId } from '../../image/package-settings';
import type { SourceDirectory } from '../plan/source-directory';
import type { PlainCommand } from '../plan/start-command';
import { GradleBuild } from './gradle-build';
import type { JavaBuild } from './java-build';
import { javaFramework, type JavaFramework } from './java-framework';
import type { JavaOptions } from './java-options';
import { javaStart } from './java-start';
import { javaVersion } from './java-version';
import { MavenBuild } from './maven-build';

/** Java reads authorities in a format of its own. */
const TRUSTED = '/trust/cacerts';
const TRUST = `trust extract --format=java-cacerts --filter=ca-anchors --purpose=server-auth ${TRUSTED}`;

/**
 * Heap by the container's limit, with room for all that is none; memory that is used up ends the program, which starts anew. `/tmp` is memory too: no
 * statistics in it.
 */
const MEMORY = '-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData';

/** Debian's Java names its manual there, and the base has none. */
const MANUAL = run([], 'mkdir -p /usr/share/man/man1');

/** An application that Java runs. */
export class JavaPlan implements BuildPlan {
  readonly found: readonly string[];
  readonly advice: readonly string[];
  readonly bases: readonly BaseName[] = ['BASE'];
  readonly settings: readonly SettingId[];
  readonly ignored: readonly string[];
  private readonly build: JavaBuild;
  private readonly framework: JavaFramework;
  private readonly java: number;
  private readonly start: PlainCommand;

  /** @throws AppEngineError SourceIncomplete, StartCommandUnknown, ProcfileInvalid */
  constructor(
    private readonly source: SourceDirectory,
    private readonly options: JavaOptions,
  ) {
    this.build = javaBuild(source, options.module);
    this.framework = javaFramework(this.build);
    this.java = javaVersion(source, this.build);
    this.start = options.command === undefined ? javaStart(source, this.framework.program) : { environment: {}, words: options.command };
    this.settings = this.build.settings;
    this.ignored = this.build.outputs;
    this.advice = this.build.advice;
    this.found = [
      this.framework.name,
      this.build.description,
      `Java ${String(this.java)}`,
      ...(this.build.module === '.' ? [] : [`module ${this.build.module}`]),
      `starts by ${this.start.words.join(' ')}`,
    ];
  }

  dockerfile(given: DockerfileOptions): string {
    const { build, framework } = this;
    return [
      ...this.tools(),
      '',
      '# The application.',
      'FROM tools AS application',
      'COPY . .',
      ...declared(given),
      run(['--mount=type=tmpfs,target=/trust', ...build.caches(given), ...credentials(given, build.settings)], TRUST, build.command()),
      '# What it brings along changes less often than itself, and has a layer of its own.',
      run(
        [],
        'mkdir -p /out/dependencies /out/application',
        ...framework.layers(build.module === '.' ? build.programs : `${build.module}/${build.programs}`),
        'cd /out',
        READABLE_BY_ALL,
      ),
      '',
      '# The image.',
      'FROM ${BASE} AS runtime',
      MANUAL,
      install([`openjdk-${String(this.java)}-jre-headless`, ...(this.options.packages ?? [])]),
      '',
      ...(this.options.packages === undefined ? [withoutPrograms('runtime', ['java'])] : ['FROM runtime']),
      environment({
        PATH: '/usr/local/bin:/usr/bin:/bin',
        LANG: 'C.UTF-8',
        JAVA_TOOL_OPTIONS: MEMORY,
        PORT: '8080',
        ...framework.environment,
        ...this.start.environment,
      }),
      'WORKDIR /app',
      'COPY --from=application /out/dependencies ./',
      'COPY --from=application /out/application ./',
      ending({ title: this.source.name, ...(build.version === undefined ? {} : { version: build.version }) }, this.start.words),
      '',
    ].join('\n');
  }

  private tools(): readonly string[] {
    return [
      'ARG BASE',
      '# Java with what builds it, for the steps that need it.',
      'FROM ${BASE} AS tools',
      MANUAL,
      install([`openjdk-${String(this.java)}-jdk-headless`, 'p11-kit', ...this.build.packages, ...(this.options.buildPackages ?? [])]),
      environment({ LANG: 'C.UTF-8', JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${TRUSTED}` }),
      'WORKDIR /source',
    ];
  }
}

function javaBuild(source: SourceDirectory, module: string | undefined): JavaBuild {
  if (source.has('pom.xml')) return new MavenBuild(source, module);
  if (source.first('build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts') !== undefined)
    return new GradleBuild(source, module);
  throw new AppEngineError(
    'SourceIncomplete',
    `${JSON.stringify(source.path)} must have a pom.xml, or a build.gradle with Gradle's wrapper; name the directory that has one, or add a Dockerfile`,
  );
}
