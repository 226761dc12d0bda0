import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { output } from '../../fixture/pack';
import type { RealApplication } from './real-application';

/** What the documentation of Django, WhiteNoise and dj-database-url asks for in a deployment. */
const SETTINGS = `
import os
import dj_database_url
DEBUG = False
SECRET_KEY = os.environ.get('SECRET_KEY', '')
ALLOWED_HOSTS = ['.localhost']
STATIC_ROOT = BASE_DIR / 'static'
MIDDLEWARE.insert(1, 'whitenoise.middleware.WhiteNoiseMiddleware')
DATABASES = {'default': dj_database_url.config(default='sqlite:///nothing.sqlite3')}
`;

/** Runs a command of packages of PyPI, which are there for that alone. */
async function withPackages(parent: string, packages: readonly string[], module: string, ...args: readonly string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'packages-'));
  try {
    await output(parent, 'python3', ['-m', 'pip', 'install', '--quiet', '--target', directory, ...packages]);
    await output(parent, 'python3', ['-m', module, ...args], {
      PYTHONPATH: directory,
      PATH: `${join(directory, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** As `fastapi-new`, the template of FastAPI's authors, makes it, with a lock file of uv. */
export const FASTAPI: RealApplication = {
  name: 'Fastapinew',
  path: '/',
  answers: /^\{"message":"Hello World"\}$/,
  source: 'main.py',
  make: (parent, name) => withPackages(parent, ['fastapi-new==0.0.7', 'uv==0.13.9'], 'fastapi_new', name),
};

/** As `django-admin startproject` makes it, with PostgreSQL, its migrations as the release of a Procfile, and static files by WhiteNoise. */
export const DJANGO: RealApplication = {
  name: 'Django',
  path: '/admin/login/',
  answers: /Django administration/,
  source: 'shop/urls.py',
  scenario: { host: 'django.acme.localhost', hasDatabase: true },
  make: async (parent, name) => {
    mkdirSync(join(parent, name));
    await withPackages(parent, ['django==5.2.19'], 'django', 'startproject', 'shop', name);
    const packages = ['django==5.2.19', 'gunicorn==27.0.1', 'whitenoise==6.12.0', 'dj-database-url==3.1.2', 'psycopg[binary]==3.3.9'];
    writeFileSync(join(parent, name, 'requirements.txt'), `${packages.join('\n')}\n`);
    writeFileSync(join(parent, name, 'Procfile'), 'web: gunicorn shop.wsgi\nrelease: python manage.py migrate\n');
    appendFileSync(join(parent, name, 'shop/settings.py'), SETTINGS);
  },
};
