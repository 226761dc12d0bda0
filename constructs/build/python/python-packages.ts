import { AppEngineError } from '../../errors';
import type { DockerfileOptions } from '../plan/build-plan';
import { cache, credentials, run } from '../plan/dockerfile';
import type { SettingId } from '../../image/package-settings';
import type { PythonProject } from './python-project';

/** Settings that all of them read. */
export const PYTHON_SETTINGS: readonly SettingId[] = ['ca', 'netrc', 'pip', 'uv'];

interface Installer {
  readonly name: string;
  /** Manifests and lock file. */
  readonly files: readonly string[];
  /** Package of PyPI that it is, with its version; undefined for pip, which is Debian's. */
  readonly program: string | undefined;
  readonly cache: string;
  /** Command that installs packages alone. */
  readonly install: string;
  /** Command that installs the application beside them, where it is a package. */
  readonly installProject: string;
}

const PIP: Installer = {
  name: 'pip',
  files: ['requirements.txt'],
  program: undefined,
  cache: '/root/.cache/pip',
  install: 'pip --python /opt/venv/bin/python install --requirement requirements.txt',
  installProject: 'pip --python /opt/venv/bin/python install --no-deps --editable .',
};

const UV: Installer = {
  name: 'uv',
  files: ['pyproject.toml', 'uv.lock'],
  program: 'uv==0.13.9',
  cache: '/root/.cache/uv',
  install: 'uv sync --frozen --no-dev --no-install-project',
  installProject: 'uv sync --frozen --no-dev',
};

const POETRY: Installer = {
  name: 'poetry',
  files: ['pyproject.toml', 'poetry.lock'],
  program: 'poetry==2.5.1',
  cache: '/root/.cache/pypoetry',
  install: 'poetry install --only main --no-root --no-interaction',
  installProject: 'poetry install --only main --no-interaction',
};

/** uv, poetry or pip: the one whose lock file is there. */
export class PythonPackages {
  /** @throws AppEngineError SourceIncomplete where packages are named and not locked */
  static of(project: PythonProject): PythonPackages {
    const { source } = project;
    if (source.has('uv.lock')) return new PythonPackages(UV, project);
    if (source.has('poetry.lock')) return new PythonPackages(POETRY, project);
    if (source.has('requirements.txt')) return new PythonPackages(PIP, project);
    const unlocked = source.first('pyproject.toml', 'Pipfile', 'setup.py');
    if (unlocked === undefined) return new PythonPackages(undefined, project);
    throw new AppEngineError(
      'SourceIncomplete',
      `${JSON.stringify(source.path)} must have uv.lock, poetry.lock or requirements.txt beside its ${unlocked}: without one, the same sources would be another image tomorrow; run \`uv lock\`, \`poetry lock\` or \`pip freeze > requirements.txt\` there, and commit the file`,
    );
  }

  private constructor(
    private readonly installer: Installer | undefined,
    private readonly project: PythonProject,
  ) {}

  /** Such as `uv, uv.lock`. */
  get description(): string {
    return this.installer === undefined ? 'no packages' : `${this.installer.name}, ${this.installer.files.at(-1) ?? ''}`;
  }

  /** Changes that would make builds repeatable. */
  get advice(): readonly string[] {
    if (this.installer !== PIP) return [];
    const lines = this.project.source.text('requirements.txt').split('\n');
    const open = lines.filter((line) => /^\s*[A-Za-z0-9]/.test(line) && !/[=@]/.test(line.replace(/[<>~!]=/g, '')));
    return open.length === 0
      ? []
      : [
          `exact versions in requirements.txt, such as by \`pip freeze\`: ${open
            .slice(0, 3)
            .map((line) => line.trim())
            .join(', ')} may be others tomorrow`,
        ];
  }

  /** Lines that make the program available. */
  setUp(options: DockerfileOptions): readonly string[] {
    const { program } = this.installer ?? {};
    if (program === undefined) return [];
    return [
      run([cache(options, 'pip', PIP.cache), ...credentials(options, PYTHON_SETTINGS)], `pip install --break-system-packages ${program}`),
    ];
  }

  /** Lines that install packages into /opt/venv. */
  install(options: DockerfileOptions): readonly string[] {
    if (this.installer === undefined) return [];
    const { name, files, cache: directory, install } = this.installer;
    const needsAll = name === 'pip' && /^\s*(-|\.|file:)/m.test(this.project.source.text('requirements.txt'));
    return [
      needsAll ? 'COPY . .' : `COPY ${files.join(' ')} ./`,
      run([cache(options, name, directory), ...credentials(options, PYTHON_SETTINGS)], install),
    ];
  }

  /** Lines that install a server, where no package has brought it along. */
  ensure(options: DockerfileOptions, module: string, requirement: string): readonly string[] {
    const add = `/opt/venv/bin/python -c 'import ${module}' 2>/dev/null || pip --python /opt/venv/bin/python install ${requirement}`;
    return [run([cache(options, 'pip', PIP.cache), ...credentials(options, PYTHON_SETTINGS)], add)];
  }

  /** Lines that install the application itself, by links to its directory, where it is a package. */
  installProject(options: DockerfileOptions): readonly string[] {
    if (this.installer === undefined || !this.project.isPackage) return [];
    const { name, cache: directory, installProject } = this.installer;
    return [run([cache(options, name, directory), ...credentials(options, PYTHON_SETTINGS)], installProject)];
  }
}
