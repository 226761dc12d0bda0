import { AppEngineError } from '../errors';
import { PythonProject } from './python/python-project';
import type { SourceDirectory } from './plan/source-directory';
import { StaticSitePlan } from './static-site/static-site-plan';

/** A kind of sources. */
export type SourceKind = 'dockerfile' | 'go' | 'java' | 'node' | 'php' | 'python' | 'ruby' | 'static-site';

/** Sources of a known kind. */
export interface Signs {
  readonly kind: SourceKind;
  /** Files that decided, such as `package.json`. */
  readonly because: readonly string[];
}

const PYTHON = ['requirements.txt', 'uv.lock', 'poetry.lock', 'pyproject.toml', 'manage.py', 'Pipfile', 'setup.py'];
const PROGRAMS = ['main.py', 'app.py', 'server.py', 'wsgi.py'];
const JAVA = ['pom.xml', 'build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];
const PHP = ['composer.json', 'index.php', 'public/index.php', 'web/index.php'];
const RUBY = ['Gemfile', 'config.ru'];
const PAGES = ['index.html', 'public/index.html', 'www/index.html', 'html/index.html', 'site/index.html'];

/** Files that speak for a kind; the first one with any counts. */
const KINDS: readonly (readonly [kind: SourceKind, signs: (source: SourceDirectory) => readonly string[]])[] = [
  ['dockerfile', (source) => source.present('Dockerfile')],
  ['go', (source) => source.present('go.mod')],
  ['java', (source) => source.present(...JAVA)],
  ['php', (source) => source.present(...PHP)],
  ['ruby', (source) => source.present(...RUBY)],
  ['python', (source) => source.present(...PYTHON)],
  ['static-site', (source) => (StaticSitePlan.fits(source) ? source.present('package.json') : [])],
  ['node', (source) => source.present('package.json', 'server.js', 'server.mjs')],
  ['python', (source) => (PythonProject.fits(source) ? source.present(...PROGRAMS) : [])],
  ['static-site', (source) => source.present(...PAGES)],
];

/** The kind of some sources, by the files that are there. @throws AppEngineError RuntimeUnknown, SourceInvalid */
export function detect(source: SourceDirectory): Signs {
  for (const [kind, signs] of KINDS) {
    const because = signs(source);
    if (because.length > 0) return { kind, because };
  }
  throw new AppEngineError(
    'RuntimeUnknown',
    `${JSON.stringify(source.path)} has none of Dockerfile, go.mod, pom.xml, build.gradle, composer.json, Gemfile, package.json, requirements.txt, pyproject.toml and index.html, of which one must be there; name another directory, set \`runtime\`, or add a Dockerfile`,
  );
}
