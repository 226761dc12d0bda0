import { chmodSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from '../../fixture/pack';
import type { SourceScenario } from '../fixture/sources/scenario';
import { DJANGO, FASTAPI } from './python-applications';
import type { RealApplication } from './real-application';

/** Makes a lock file, as a user of the template does. */
export async function lock(directory: string): Promise<void> {
  await output(directory, 'npm', ['install', '--package-lock-only', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']);
}

async function template(parent: string, packageName: string, ...args: readonly string[]): Promise<void> {
  await output(parent, 'npm', ['exec', '--yes', '--prefer-offline', '--package', packageName, '--', ...args]);
}

/** Built in every run. */
export const ALWAYS: readonly RealApplication[] = [
  {
    name: 'Express',
    path: '/',
    answers: /Welcome to Express|Express/,
    source: 'routes/index.js',
    make: async (parent: string, name: string): Promise<void> => {
      await template(parent, 'express-generator@4.16.1', 'express', '--no-view', name);
      await lock(join(parent, name));
    },
  },
  {
    // Flask, as Kenneth Reitz published it: a requirement and a Procfile are what a user writes.
    name: 'Httpbin',
    path: '/status/200',
    answers: /^$/,
    source: 'README.md',
    make: (parent: string, name: string): Promise<void> => {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'requirements.txt'), 'httpbin==0.10.2\nsetuptools==80.9.0\n');
      writeFileSync(join(parent, name, 'Procfile'), 'web: gunicorn httpbin:app\n');
      writeFileSync(join(parent, name, 'README.md'), '# httpbin\n');
      return Promise.resolve();
    },
  },
];

/** Built in full runs. */
export const IN_FULL: readonly RealApplication[] = [
  {
    name: 'Vite',
    path: '/',
    answers: /<script type="module"/,
    source: 'src/main.js',
    make: async (parent: string, name: string): Promise<void> => {
      await template(parent, 'create-vite@8', 'create-vite', name, '--template', 'vanilla', '--no-interactive');
      await lock(join(parent, name));
    },
  },
  {
    name: 'Gohttpbin',
    path: '/status/200',
    answers: /^$/,
    source: 'README.md',
    make: async (parent: string, name: string): Promise<void> => {
      const said = await output(parent, 'go', ['mod', 'download', '-json', 'github.com/mccutchen/go-httpbin/v2@v2.15.0']);
      const { Dir: directory } = JSON.parse(said) as { readonly Dir: string };
      // Go keeps what it downloads read-only, and the Dockerfile of the project starts from an image of a registry.
      cpSync(directory, join(parent, name), { recursive: true, filter: (path) => !path.endsWith('/Dockerfile') });
      for (const entry of readdirSync(join(parent, name), { recursive: true, withFileTypes: true })) {
        chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
      }
    },
  },
  {
    // Spring Boot, as the template of Apache Camel makes it.
    name: 'Camel',
    path: '/actuator/health',
    answers: /"status":"UP"/,
    source: 'src/main/resources/application.properties',
    make: async (parent: string, name: string): Promise<void> => {
      const archetype = ['-DarchetypeGroupId=org.apache.camel.archetypes', '-DarchetypeArtifactId=camel-archetype-spring-boot'];
      const project = ['-DgroupId=com.example', `-DartifactId=${name}`, '-Dversion=1.0.0', '-Dpackage=com.example'];
      await output(parent, 'mvn', ['--batch-mode', 'archetype:generate', ...archetype, '-DarchetypeVersion=4.14.0', ...project]);
    },
  },
  {
    // CodeIgniter as it is published for installations without Composer: extensions that it asks for are what a user writes.
    name: 'Codeigniter',
    path: '/',
    answers: /Welcome to CodeIgniter 4/,
    source: 'app/Config/Constants.php',
    make: async (parent: string, name: string): Promise<void> => {
      const archive = (await output(parent, 'npm', ['pack', '--silent', '--prefer-offline', 'codeigniter4@4.1.3'])).trim();
      await output(parent, 'tar', ['--extract', '--file', archive]);
      rmSync(join(parent, archive));
      renameSync(join(parent, 'package'), join(parent, name));
      rmSync(join(parent, name, 'package.json'));
      writeFileSync(join(parent, name, 'composer.json'), '{ "require": { "ext-intl": "*", "ext-mbstring": "*" } }\n');
    },
  },
  {
    // The example of Rack's own documentation: no registry of gems answers everywhere.
    name: 'Rack',
    path: '/',
    answers: /^Hello World$/,
    source: 'config.ru',
    make: (parent: string, name: string): Promise<void> => {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'config.ru'), `run ->(env) { [200, { 'content-type' => 'text/plain' }, ['Hello World']] }\n`);
      return Promise.resolve();
    },
  },
  {
    name: 'Sinatra',
    path: '/',
    answers: /^Hello world!$/,
    source: 'config.ru',
    // The README of Sinatra, whose gems are packages of Debian.
    scenario: { packages: ['ruby-sinatra'] },
    make: (parent: string, name: string): Promise<void> => {
      mkdirSync(join(parent, name));
      writeFileSync(
        join(parent, name, 'config.ru'),
        "require 'sinatra'\n\nget '/' do\n  'Hello world!'\nend\n\nrun Sinatra::Application\n",
      );
      return Promise.resolve();
    },
  },
  {
    name: 'Fastifycli',
    path: '/',
    answers: /^\{"root":true\}$/,
    source: 'routes/root.js',
    make: async (parent: string, name: string): Promise<void> => {
      await template(parent, 'fastify-cli@8.0.2', 'fastify', 'generate', name, '--lang=js');
      await lock(join(parent, name));
    },
  },
  {
    name: 'Nextjs',
    path: '/',
    answers: /Hello world!/,
    source: 'app/page.tsx',
    make: async (parent: string, name: string): Promise<void> => {
      // Without a font of Google, which it would download.
      const options = ['--empty', '--ts', '--app', '--no-eslint', '--no-tailwind', '--no-src-dir', '--import-alias', '@/*', '--yes'];
      await template(parent, 'create-next-app@16.4.3', 'create-next-app', name, ...options, '--use-npm', '--skip-install', '--disable-git');
      await lock(join(parent, name));
    },
  },
  {
    // The first steps of Eleventy's documentation, and the script that builds.
    name: 'Eleventy',
    path: '/',
    answers: /<h1>Heading<\/h1>/,
    source: 'index.md',
    make: async (parent: string, name: string): Promise<void> => {
      const manifest = { name, private: true, type: 'module', scripts: { build: 'eleventy' }, dependencies: { '@11ty/eleventy': '3.1.2' } };
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'package.json'), JSON.stringify(manifest));
      writeFileSync(join(parent, name, 'index.md'), '# Heading\n');
      await lock(join(parent, name));
    },
  },
  FASTAPI,
  DJANGO,
];

/** Makes the sources of some applications below a project. */
export async function makeApplications(project: string, applications: readonly RealApplication[]): Promise<readonly SourceScenario[]> {
  const parent = join(project, 'apps');
  mkdirSync(parent, { recursive: true });
  await Promise.all(applications.map(({ name, make }) => make(parent, name.toLowerCase())));
  return applications.map(({ name, path, scenario }) => ({ name, path, directory: join('apps', name.toLowerCase()), ...scenario }));
}

/** Copies a directory as a checkout at another time and under a umask of 077 has it. */
export function checkOutAgain(from: string, to: string): void {
  // What only a machine has: links lead out of it.
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('/.venv') });
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, statSync(path).mode & 0o700);
    utimesSync(path, 1, 1);
  }
}
