import fc from 'fast-check';
import { Runtime } from '../../../constructs';
import { extensionPackages } from '../../../constructs/build/php/php-extensions';
import { dockerfile, planOf, type Files } from '../../fixture/plans';
import { removeSources } from '../../fixture/sources';

afterAll(removeSources);

const SLIM: Files = {
  'composer.json': { version: '2.1', require: { php: '^8.2', 'slim/slim': '^4' } },
  'composer.lock': {},
  'public/index.php': '',
};

test('packages are those of the lock file, without those for development, in a layer of their own', () => {
  const text = dockerfile(SLIM);

  expect(planOf(SLIM).found).toEqual(['Slim', 'Composer, composer.lock', 'PHP 8.4', 'Apache with public']);
  expect(text).toMatch(
    /COPY composer\.json composer\.lock \.\/\nRUN --mount=type=cache,id=test-acme-composer[^]*target=\/root\/\.config\/composer\/auth\.json[^]*composer install --no-dev/,
  );
  expect(text).toMatch(/COPY \. \.\nARG VITE_API_URL\nRUN [^]*composer dump-autoload --no-dev[^]*--optimize/);
  expect(text).toMatch(/COPY --from=application \/out\/vendor \.\/vendor\nCOPY --from=application \/app \.\/\n/);
  expect(text).toContain('org.opencontainers.image.version="2.1"');
  expect(planOf(SLIM).ignored).toEqual(['vendor']);
});

test('packages in the sources are those, unless git ignores them', () => {
  const files: Files = { ...SLIM, 'vendor/autoload.php': '' };
  const text = dockerfile(files);

  expect(planOf(files).found).toContain('packages in vendor');
  expect(planOf(files)).toMatchObject({ ignored: [], settings: [] });
  expect(text).not.toContain('composer install');
  expect(planOf({ ...files, '.gitignore': '/vendor/\n' }).found).toContain('Composer, composer.lock');
  expect(
    dockerfile({ ...SLIM, 'composer.json': { require: { 'a/b': '*' }, repositories: [{ type: 'path', url: 'packages/*' }] } }),
  ).toMatch(/COPY \. \.\/\nRUN [^]*composer install/);
});

test('an application without packages has an autoloader all the same', () => {
  const text = dockerfile({ 'composer.json': { autoload: { 'psr-4': { 'App\\': 'src/' } } }, 'index.php': '' });
  expect(text).toMatch(/COPY composer\.json \.\/\n[^]*composer dump-autoload/);
  expect(text).not.toContain('composer install');
});

test('assets that Node would build are advised to be there', () => {
  expect(planOf({ ...SLIM, 'package.json': { scripts: { build: 'vite build' } } }).advice).toEqual([
    expect.stringContaining('public/build'),
  ]);
});

test('refuses packages that nothing locks, and sources without a page', () => {
  expect(() => planOf({ 'composer.json': { require: { 'slim/slim': '^4' } } })).toThrow(/^SourceIncomplete: .* must have a composer\.lock/);
  expect(() => planOf({ 'composer.json': {} })).toThrow(
    /^SourceIncomplete: .* must have a directory with an index\.php: none of public, web/,
  );
  expect(() => planOf(SLIM, Runtime.php({ directory: '../x' }))).toThrow(/"\.\.\/x" is no directory below it; set `directory`/);
  expect(() => planOf({ 'composer.json': '[]', 'index.php': '' })).toThrow(/^SourceInvalid: /);
});

test('extensions are those that it and its packages ask for', () => {
  const files: Files = {
    ...SLIM,
    'composer.json': { require: { 'ext-intl': '*', 'ext-json': '*', 'a/b': '1' } },
    'composer.lock': { packages: [{ name: 'a/b', require: { 'ext-pdo_pgsql': '*', 'ext-Redis': '*' } }, 'x'] },
  };
  expect(dockerfile(files, Runtime.php({ extensions: ['gd'] }))).toContain(
    'php8.4-cli media-types php8.4-curl php8.4-gd php8.4-intl php8.4-mbstring php8.4-mysql php8.4-pgsql php8.4-redis php8.4-sqlite3 php8.4-xml php8.4-zip',
  );
  expect(() => dockerfile(SLIM, Runtime.php({ extensions: ['a; b'] }))).toThrow(/^PackageNameInvalid: PHP extension "a; b"/);
});

test('any name of an extension is that of a package, or refused', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (name) => {
      if (/^[a-z0-9][a-z0-9_-]*$/.test(name))
        expect(extensionPackages([name]).every((entry) => /^php8\.4-[a-z0-9-]+$/.test(entry))).toBe(true);
      else expect(() => extensionPackages([name])).toThrow(/^PackageNameInvalid/);
    }),
  );
});

test.each<[string, Files, readonly string[]]>([
  [
    'Laravel',
    { 'composer.json': { require: { 'laravel/framework': '^12' } }, 'composer.lock': {}, 'public/index.php': '' },
    ['php artisan route:cache', 'ln -s /tmp/storage storage', 'LOG_CHANNEL="stderr"', 'DocumentRoot /app/public'],
  ],
  [
    'Symfony',
    { 'composer.json': { require: { 'symfony/framework-bundle': '^7' } }, 'composer.lock': {}, 'public/index.php': '' },
    ['php bin/console cache:clear', 'APP_ENV="prod"'],
  ],
  ['CodeIgniter', { spark: '', 'app/Config/Paths.php': '', 'public/index.php': '' }, ['ln -s /tmp/writable writable', '["writable"]']],
  ['PHP', { 'index.php': '' }, ['DocumentRoot /app']],
])('knows %s', (name, files, lines) => {
  expect(planOf(files).found[0]).toBe(name);
  for (const line of lines) expect(dockerfile(files)).toContain(line);
});

test.each<[string, string, string]>([
  ['a buildpack of another platform', 'web: vendor/bin/heroku-php-nginx -C nginx.conf htdocs/', 'DocumentRoot /app/htdocs'],
  ['one without a directory', 'web: heroku-php-apache2', 'DocumentRoot /app'],
  ['a server of its own', 'web: php bin/server.php', 'CMD ["php", "/opt/start.php", "php", "bin/server.php"]'],
])('starts by its Procfile: %s', (_, procfile, expected) => {
  expect(dockerfile({ ...SLIM, Procfile: procfile })).toContain(expected);
});

test('Apache listens on PORT, and shows nothing but the directory', () => {
  const text = dockerfile(SLIM);
  expect(text).toContain("'Listen ${PORT}'");
  expect(text).toContain('CMD ["php", "/opt/start.php", "/usr/sbin/apache2", "-D", "FOREGROUND", "-f", "/etc/apache2/app.conf"]');
  expect(text).toMatch(/STOPSIGNAL SIGWINCH\n/);
  expect(text).toContain("! -name 'apache2' ! -name 'php' ! -name 'php8.4' -delete");
});

test('packages of Debian are for its build or for its run', () => {
  const text = dockerfile(
    { 'index.php': '' },
    Runtime.php({ packages: ['ffmpeg'], buildPackages: ['make'], command: ['php', 'server.php'] }),
  );
  expect(text).toMatch(/php8\.4-zip ffmpeg[^]*recommends make[^]*FROM runtime\nENV[^]*"\/opt\/start\.php", "php", "server\.php"\]/);
});
