/** Debian packages of a library in C. */
interface Library {
  readonly build: string;
  readonly run: string;
}

/** Libraries of gems that are compiled. */
const LIBRARIES: Readonly<Record<string, Library>> = {
  mysql2: { build: 'libmariadb-dev', run: 'libmariadb3' },
  pg: { build: 'libpq-dev', run: 'libpq5' },
  psych: { build: 'libyaml-dev', run: 'libyaml-0-2' },
  'ruby-vips': { build: 'libvips42t64', run: 'libvips42t64' },
  sqlite3: { build: 'libsqlite3-dev', run: 'libsqlite3-0' },
};

/** Those that some gems need. */
export function nativeLibraries(gems: ReadonlySet<string>): readonly Library[] {
  return Object.entries(LIBRARIES).flatMap(([gem, library]) => (gems.has(gem) ? [library] : []));
}
