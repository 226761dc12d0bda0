import type { SourceDirectory } from '../plan/source-directory';

const MANIFESTS = ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py'];

/** Manifests of a Python application, as far as they decide how it is built and started. */
export class PythonProject {
  /** True for sources with a manifest, or with a program. */
  static fits(source: SourceDirectory): boolean {
    return source.first(...MANIFESTS, 'manage.py', 'main.py', 'app.py', 'server.py', 'wsgi.py') !== undefined;
  }

  private readonly text: string;

  constructor(readonly source: SourceDirectory) {
    this.text = MANIFESTS.map((file) => source.text(file)).join('\n');
  }

  /** True for a package that a manifest names. @param name such as `flask` */
  uses(name: string): boolean {
    // A line of requirements.txt, a string in a list, or a key of a table.
    return new RegExp(`(^|["'])\\s*${name}\\s*($|[\\["'<>=~!;,@\\s])`, 'im').test(this.text);
  }

  /** True if it is a package itself, which has to be installed. */
  get isPackage(): boolean {
    const text = this.source.text('pyproject.toml');
    return /^\[build-system\]/m.test(text) && !/^package(-mode)?\s*=\s*false/m.test(text);
  }

  /** The one before the first `=` and `version`, where it is written down. */
  get version(): string | undefined {
    return /^version\s*=\s*"([^"]+)"/m.exec(this.source.text('pyproject.toml'))?.[1];
  }
}
