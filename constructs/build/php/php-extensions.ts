import { AppEngineError } from '../../errors';

/** Version of PHP that Debian 13 has. */
export const PHP = '8.4';

/** Extensions of PHP's own packages, and libraries that Composer calls so. */
const BUILT_IN: ReadonlySet<string> = new Set(
  (
    'calendar core ctype date exif ffi fileinfo filter ftp gettext hash iconv json libxml openssl pcntl pcre pdo phar posix random readline reflection session ' +
    'shmop sockets sodium spl standard sysvmsg sysvsem sysvshm tokenizer zend-opcache zlib opcache'
  ).split(' '),
);

/** Packages that have several. */
const SHARED: Readonly<Record<string, string>> = {
  dom: 'xml',
  mysqli: 'mysql',
  mysqlnd: 'mysql',
  pdo_dblib: 'sybase',
  pdo_mysql: 'mysql',
  pdo_odbc: 'odbc',
  pdo_pgsql: 'pgsql',
  pdo_sqlite: 'sqlite3',
  simplexml: 'xml',
  xmlreader: 'xml',
  xmlwriter: 'xml',
  xsl: 'xml',
};

/** Extensions that nearly every application uses, most of them without a word in its `composer.json`: clients of databases above all. */
const USUAL: readonly string[] = ['curl', 'mbstring', 'mysql', 'pgsql', 'sqlite3', 'xml', 'zip'];

/**
 * Debian packages of the usual extensions and of others.
 * @param names as Composer has them, such as `pdo_pgsql`
 * @throws AppEngineError PackageNameInvalid
 */
export function extensionPackages(names: readonly string[]): readonly string[] {
  const invalid = names.find((name) => !/^[a-z0-9][a-z0-9_-]*$/.test(name));
  if (invalid !== undefined) {
    throw new AppEngineError(
      'PackageNameInvalid',
      `PHP extension ${JSON.stringify(invalid)} must have a name of a-z, 0-9, "_" and "-"; correct it, such as "intl"`,
    );
  }
  const others = names.filter((name) => !BUILT_IN.has(name)).map((name) => SHARED[name] ?? name.replaceAll('_', '-'));
  return [...new Set([...USUAL, ...others])].sort().map((name) => `php${PHP}-${name}`);
}
