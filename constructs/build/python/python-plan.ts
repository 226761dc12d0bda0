import type { BaseName, BuildPlan, DockerfileOptions } from '../plan/build-plan';
import { READABLE_BY_ALL, credentials, declared, ending, environment, install, run, withoutPrograms } from '../plan/dockerfile';
import type { SourceDirectory } from '../plan/source-directory';
import { PYTHON_SETTINGS, PythonPackages } from './python-packages';
import { PythonProject } from './python-project';
import { pythonStart, type PythonStart } from './python-start';
import { START, writeStart } from './worker-count';

/** Options of `Runtime.python`. */
export interface PythonOptions {
  /** Program and arguments that start it, such as `['gunicorn', 'shop:app']`. @default `web` of its Procfile, or what its framework has as a convention */
  readonly command?: readonly string[];
  /** Debian packages that it needs when it runs, such as `libpq5`, or `dash` for a shell. With any, the image is a whole Debian. @default none */
  readonly packages?: readonly string[];
  /** Debian packages that its build needs, such as `gcc` and `python3-dev` for extensions that are compiled. @default none */
  readonly buildPackages?: readonly string[];
}

const ENVIRONMENT = {
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_ROOT_USER_ACTION: 'ignore',
  UV_LINK_MODE: 'copy',
  UV_NATIVE_TLS: '1',
  UV_PROJECT_ENVIRONMENT: '/opt/venv',
  UV_PYTHON: '/usr/bin/python3',
  UV_PYTHON_DOWNLOADS: 'never',
  VIRTUAL_ENV: '/opt/venv',
};

/** An application in Python. */
export class PythonPlan implements BuildPlan {
  readonly found: readonly string[];
  readonly advice: readonly string[];
  readonly bases: readonly BaseName[] = ['PYTHON'];
  readonly settings = PYTHON_SETTINGS;
  private readonly project: PythonProject;
  private readonly packages: PythonPackages;
  private readonly start: PythonStart;

  /** @throws AppEngineError SourceIncomplete, StartCommandUnknown, ProcfileInvalid */
  constructor(
    private readonly source: SourceDirectory,
    private readonly options: PythonOptions,
  ) {
    this.project = new PythonProject(source);
    this.packages = PythonPackages.of(this.project);
    this.start =
      options.command === undefined
        ? pythonStart(this.project)
        : { framework: 'Python', words: options.command, environment: {}, build: [], advice: [] };
    this.found = [this.start.framework, this.packages.description, `starts by ${this.start.words.join(' ')}`];
    this.advice = [...this.packages.advice, ...this.start.advice];
  }

  dockerfile(given: DockerfileOptions): string {
    const { server, build } = this.start;
    return [
      ...this.tools(given),
      '',
      '# Packages: this layer changes with the lock file alone.',
      'FROM tools AS dependencies',
      ...this.packages.install(given),
      ...(server === undefined ? [] : this.packages.ensure(given, server.module, server.requirement)),
      '',
      '# The application.',
      'FROM dependencies AS application',
      'COPY . .',
      ...this.packages.installProject(given),
      ...declared(given),
      ...(build.length === 0 ? [] : [run(credentials(given, PYTHON_SETTINGS), ...build)]),
      run([], READABLE_BY_ALL),
      '',
      '# The image.',
      ...this.system(),
      environment({
        PATH: '/opt/venv/bin:/usr/local/bin:/usr/bin',
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONUNBUFFERED: '1',
        PORT: '8080',
        // The gateway is the only one that reaches it, and says by which scheme it was asked.
        FORWARDED_ALLOW_IPS: '*',
        ...this.start.environment,
      }),
      'WORKDIR /app',
      `COPY --from=tools ${START} ${START}`,
      `COPY --from=${this.project.isPackage ? 'application' : 'dependencies'} /opt/venv /opt/venv`,
      'COPY --from=application /app ./',
      ending(this.labels, ['python3', START, ...this.start.words]),
      '',
    ].join('\n');
  }

  private tools(given: DockerfileOptions): readonly string[] {
    return [
      'ARG PYTHON',
      '# Python with what installs packages, for the steps that need it.',
      'FROM ${PYTHON} AS tools',
      'USER 0',
      install(['python3-pip', ...(this.options.buildPackages ?? [])]),
      environment(ENVIRONMENT),
      ...this.packages.setUp(given),
      writeStart(),
      'RUN python3 -m venv --without-pip /opt/venv',
      'WORKDIR /app',
    ];
  }

  private system(): readonly string[] {
    const { packages = [] } = this.options;
    return packages.length === 0 ? [withoutPrograms('${PYTHON}', ['python3*'])] : ['FROM ${PYTHON}', 'USER 0', install(packages)];
  }

  private get labels(): Readonly<Record<string, string>> {
    const { version } = this.project;
    return { title: this.source.name, ...(version === undefined ? {} : { version }) };
  }
}
