import { AppEngineError } from '../../errors';
import { Procfile } from '../plan/procfile';
import type { PythonProject } from './python-project';

/** A server for applications that have none of their own. */
export interface PythonServer {
  /** Module that it is. */
  readonly module: string;
  /** With its version, where the application names none. */
  readonly requirement: string;
}

/** How a Python application starts. */
export interface PythonStart {
  readonly framework: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly server?: PythonServer;
  /** Commands of its build. */
  readonly build: readonly string[];
  readonly advice: readonly string[];
}

const GUNICORN: PythonServer = { module: 'gunicorn', requirement: 'gunicorn==27.0.1' };
const UVICORN: PythonServer = { module: 'uvicorn', requirement: 'uvicorn==0.54.0' };
const USUAL = ['app', 'main', 'wsgi', 'asgi', 'server', 'api', 'app/main', 'app/app', 'src/main', 'app/__init__'];

/** Classes of applications, by the package that they are of. */
const ASGI: Readonly<Record<string, readonly [name: string, type: string]>> = {
  fastapi: ['FastAPI', 'FastAPI'],
  starlette: ['Starlette', 'Starlette'],
  litestar: ['Litestar', 'Litestar'],
  quart: ['Quart', 'Quart'],
};
const WSGI: Readonly<Record<string, readonly [name: string, type: string]>> = {
  flask: ['Flask', 'Flask'],
  bottle: ['Bottle', 'Bottle'],
  falcon: ['Falcon', '(?:falcon\\.)?App'],
};

/** @throws AppEngineError StartCommandUnknown, ProcfileInvalid */
export function pythonStart(project: PythonProject): PythonStart {
  const found = django(project) ?? application(project, ASGI, UVICORN, 'uvicorn') ?? application(project, WSGI, GUNICORN, 'gunicorn');
  const procfile = Procfile.in(project.source);
  if (procfile?.names.includes('web') === true) {
    const { words, environment } = procfile.plain('web');
    const server = [GUNICORN, UVICORN].find(({ module }) => module === words[0]);
    return {
      framework: found?.framework ?? 'Python',
      words,
      environment,
      ...(server === undefined ? {} : { server }),
      build: found?.build ?? [],
      advice: found?.advice ?? [],
    };
  }
  if (found !== undefined) return found;
  const file = project.source.first('main.py', 'app.py', 'server.py');
  if (file !== undefined) return { framework: 'Python', words: ['python3', file], environment: {}, build: [], advice: [] };
  throw new AppEngineError(
    'StartCommandUnknown',
    `the start of ${JSON.stringify(project.source.path)} must be known: no Procfile, no application of a known framework in ${USUAL.map((name) => `${name}.py`).join(', ')}, and no main.py, app.py or server.py; set \`command\`, such as Runtime.python({ command: ['gunicorn', 'shop:app'] }), or add a Procfile`,
  );
}

function django(project: PythonProject): PythonStart | undefined {
  const { source } = project;
  if (!source.has('manage.py')) return undefined;
  const site = source.names().find((name) => source.has(`${name}/wsgi.py`));
  if (site === undefined) return undefined;
  const settings = [`${site}/settings.py`, `${site}/settings/base.py`, `${site}/settings/__init__.py`]
    .map((file) => source.text(file))
    .join('\n');
  const isCollected = /^\s*STATIC_ROOT\s*=/m.test(settings);
  return {
    framework: 'Django',
    words: ['gunicorn', `${site}.wsgi`],
    environment: {},
    server: GUNICORN,
    build: isCollected ? ['/opt/venv/bin/python manage.py collectstatic --noinput'] : [],
    advice: [
      ...(isCollected ? [] : ['STATIC_ROOT in its settings: without it, its build collects no static files']),
      ...(/whitenoise/i.test(settings)
        ? []
        : ['WhiteNoise among its middleware: the server of the image serves no static files by itself']),
    ],
  };
}

function application(
  project: PythonProject,
  frameworks: Readonly<Record<string, readonly [name: string, type: string]>>,
  server: PythonServer,
  program: string,
): PythonStart | undefined {
  for (const [name, [framework, type]] of Object.entries(frameworks)) {
    const target = project.uses(name) ? targetIn(project, type) : undefined;
    if (target !== undefined) return { framework, words: [program, target], environment: {}, server, build: [], advice: [] };
  }
  return undefined;
}

/** Module and variable of the application, such as `app.main:app`; a factory where there is one, such as `shop:create_app()`. */
function targetIn({ source }: PythonProject, type: string): string | undefined {
  const packages = source.names().filter((name) => source.has(`${name}/__init__.py`));
  for (const path of [...USUAL, ...packages.map((name) => `${name}/__init__`)]) {
    const text = source.text(`${path}.py`);
    const module = path.replace(/\/__init__$/, '').replaceAll('/', '.');
    const [, variable] = new RegExp(`^(\\w+)(?::[^=\\n]+)?\\s*=\\s*(?:\\w+\\.)?${type}\\(`, 'm').exec(text) ?? [];
    if (variable !== undefined) return `${module}:${variable}`;
    if (/^def create_app\(/m.test(text)) return `${module}:create_app()`;
  }
  return undefined;
}
