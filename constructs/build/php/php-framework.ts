import type { SourceDirectory } from '../plan/source-directory';
import type { Composer } from './composer';

/** Conventions of a framework. */
export interface PhpFramework {
  readonly name: string;
  /** Directory whose files are served; undefined where there is no convention. */
  readonly directory?: string;
  /** Variables of the image, and of the step that builds. */
  readonly environment: Readonly<Record<string, string>>;
  /** Directories that it writes to: in the image, they are in `/tmp`. */
  readonly writable: readonly string[];
  /** Commands of its build. */
  readonly build: readonly string[];
}

const PLAIN: PhpFramework = { name: 'PHP', environment: {}, writable: [], build: [] };

/** By the package that is its sign, the more special ones first. */
const FRAMEWORKS: Readonly<Record<string, PhpFramework>> = {
  'laravel/framework': {
    name: 'Laravel',
    directory: 'public',
    environment: { APP_ENV: 'production', LOG_CHANNEL: 'stderr' },
    writable: ['storage'],
    build: ['php artisan package:discover', 'php artisan event:cache', 'php artisan route:cache'],
  },
  'symfony/framework-bundle': {
    name: 'Symfony',
    directory: 'public',
    environment: { APP_ENV: 'prod', APP_DEBUG: '0', APP_LOG_DIR: '/tmp/log' },
    writable: [],
    build: ['php bin/console cache:clear'],
  },
  'slim/slim': { name: 'Slim', environment: {}, writable: [], build: [] },
};

const CODE_IGNITER: PhpFramework = { name: 'CodeIgniter', directory: 'public', environment: {}, writable: ['writable'], build: [] };

/** The framework of an application; plain PHP where none is known. */
export function phpFramework(source: SourceDirectory, composer: Composer | undefined): PhpFramework {
  // Its program for the command line is there with and without Composer.
  if (source.has('spark') && source.has('app/Config/Paths.php')) return CODE_IGNITER;
  return Object.entries(FRAMEWORKS).find(([name]) => composer?.uses(name) === true)?.[1] ?? PLAIN;
}
