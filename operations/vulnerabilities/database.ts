import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppEngineError } from '../../constructs/errors';
import { InvalidValue, JsonValue } from '../../constructs/release/json-value';
import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import { PRIVATE_DIRECTORY } from '../private-files';
import { lastLines, run } from '../process/run';
import type { ProgressCallback } from '../progress';
import type { Session } from '../session';
import { grypeEnvironment } from './grype';

/** A database that can be asked. */
export interface OpenDatabase {
  /** Directory that grype has it in. */
  readonly directory: string;
  /** When its data were put together. */
  readonly built: Date;
}

const DAY = 24 * 60 * 60;

/**
 * Makes a database ready, and refuses one that is not there, cannot be read, or is too old: without it, an image without findings would say nothing.
 * @throws AppEngineError VulnerabilityDatabaseMissing, VulnerabilityDatabaseUnreadable, VulnerabilityDatabaseStale
 */
export async function openDatabase(
  session: Session,
  { database, oldestSeconds }: Pick<VulnerabilityPolicyDescription, 'database' | 'oldestSeconds'>,
  report: ProgressCallback,
  now = new Date(),
): Promise<OpenDatabase> {
  const { file, url = '' } = database;
  const source = file ?? url;
  const directory = file === undefined ? await fetched(session, url, report) : await imported(session, file, report);
  const built = await builtOf(session, directory, source);
  checkAge(built, oldestSeconds, source, now);
  return { directory, built };
}

/** @throws AppEngineError VulnerabilityDatabaseStale */
export function checkAge(built: Date, oldestSeconds: number, source: string, now: Date): void {
  const age = (now.getTime() - built.getTime()) / 1000;
  if (age >= -DAY && age <= oldestSeconds) return;
  const day = built.toISOString().slice(0, 10);
  const problem = age < 0 ? `is of ${day}, which is yet to come` : `is of ${day}, ${days(age)} ago`;
  throw new AppEngineError(
    'VulnerabilityDatabaseStale',
    `vulnerability database ${source} ${problem}, and must be at most ${days(oldestSeconds)} old: it knows nothing of what was found since; replace it by a newer one, or raise \`oldest\` of its policy`,
  );
}

/** Directories of databases, in the cache that all checkouts share: an import takes a minute. */
function directoryOf({ workspace }: Session, key: string): string {
  return join(workspace.cacheDirectory, 'vulnerability-databases', createHash('sha256').update(key).digest('hex').slice(0, 16));
}

/** Imports a file, unless that very content is there. */
async function imported(session: Session, file: string, report: ProgressCallback): Promise<string> {
  const path = resolve(session.workspace.directory, file);
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new AppEngineError(
      'VulnerabilityDatabaseMissing',
      `vulnerability database ${file} must be a file on the machine that scans, and is not there; fetch one where there is a network (\`grype db list\` names its address) and put it there`,
    );
  }
  report('reading the vulnerability database');
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const directory = directoryOf(session, hash.digest('hex'));
  if (existsSync(directory)) return directory;
  const draft = `${directory}.${String(process.pid)}`;
  mkdirSync(draft, { recursive: true, mode: PRIVATE_DIRECTORY });
  try {
    const { exitCode, stderr, stdout } = await run('grype', ['db', 'import', path], {
      cwd: draft,
      environment: grypeEnvironment(session, draft),
    });
    if (exitCode !== 0) throw unreadable(file, lastLines(stderr || stdout, 5));
    // It knows the way to its own file by its directory alone.
    if (!existsSync(directory)) renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  forgetOthers(directory);
  return directory;
}

/** A database has hundreds of megabytes, and one of yesterday is asked no more. */
function forgetOthers(directory: string): void {
  const parent = join(directory, '..');
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    const isOther = path !== directory && !name.includes('.') && !existsSync(join(path, FETCHED));
    if (isOther) rmSync(path, { recursive: true, force: true });
  }
}

/** Marks what an address keeps up to date. */
const FETCHED = 'fetched';
/** Variables by which a fetch finds its way out. */
const WAYS_OUT = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

/** Brings a copy up to date. Where that fails, the copy there is counts for as long as it is young enough. */
async function fetched(session: Session, url: string, report: ProgressCallback): Promise<string> {
  report('fetching the vulnerability database');
  const directory = directoryOf(session, url);
  mkdirSync(join(directory, FETCHED), { recursive: true, mode: PRIVATE_DIRECTORY });
  const ways = Object.fromEntries(WAYS_OUT.map((name) => [name, session.environment[name]]));
  const { exitCode, stderr, stdout } = await run('grype', ['db', 'update'], {
    cwd: directory,
    environment: { ...ways, ...grypeEnvironment(session, directory), GRYPE_DB_UPDATE_URL: url },
  });
  const hasCopy = readdirSync(directory).some((name) => /^\d+$/.test(name));
  if (exitCode !== 0 && !hasCopy) throw unreadable(url, lastLines(stderr || stdout, 5));
  return directory;
}

/** @throws AppEngineError VulnerabilityDatabaseUnreadable */
async function builtOf(session: Session, directory: string, source: string): Promise<Date> {
  const { exitCode, stdout, stderr } = await run('grype', ['db', 'status', '--output', 'json'], {
    cwd: directory,
    environment: grypeEnvironment(session, directory),
  });
  if (exitCode !== 0) throw unreadable(source, lastLines(stderr || stdout, 5));
  return readStatus(stdout, source);
}

/** When the data were put together. @param text status by grype. @throws AppEngineError VulnerabilityDatabaseUnreadable */
export function readStatus(text: string, source: string): Date {
  try {
    const built = new JsonValue(JSON.parse(text), '').field('built').text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'a time');
    const time = new Date(built);
    if (!Number.isNaN(time.getTime()) && time.getTime() > 0) return time;
    throw new InvalidValue(`built is ${built}, and must be a time`);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof InvalidValue)) throw error;
    throw unreadable(source, `    ${error.message.replace(/\s+/g, ' ')}`);
  }
}

function unreadable(source: string, lines: string): AppEngineError {
  return new AppEngineError(
    'VulnerabilityDatabaseUnreadable',
    `vulnerability database ${source} must be one of grype's schema 6, and cannot be read; fetch it again, it may be cut off or of another version. grype says:\n${lines}`,
  );
}

function days(seconds: number): string {
  const count = Math.floor(seconds / DAY);
  return count === 1 ? '1 day' : `${String(count)} days`;
}
