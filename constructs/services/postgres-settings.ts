import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { POSTGRES_PARAMETERS } from './postgres-parameters';

/** Input of a server's settings. */
export interface PostgresTuning {
  /** Of the container, in MiB. */
  readonly memory: number;
  /** @default one for each 8 MiB of memory, 20 to 200 */
  readonly connections?: number;
  /** A user's own, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Settings that make the server what the platform promises: who comes in, how, and where the data is. */
const OWN =
  /^(listen_addresses|port|data_directory|hba_file|ident_file|config_file|external_pid_file|unix_socket_.*|ssl.*|password_encryption|logging_collector|log_destination|fsync|full_page_writes|data_checksums|shared_preload_libraries|session_preload_libraries|local_preload_libraries|dynamic_library_path|archive_.*|restore_command|max_connections)$/;
/** Of an extension. */
const EXTENSION = /^[a-z][a-z0-9_]{1,62}\.[a-z][a-z0-9_]{1,62}$/;

/**
 * Settings by name, derived from the memory: a quarter is PostgreSQL's own cache, and what is left has room for the connections and the kernel's cache.
 * @throws AppEngineError PostgresConnectionsOutOfRange, PostgresSettingRefused
 */
export function postgresSettings(scope: IConstruct, tuning: PostgresTuning): Readonly<Record<string, string>> {
  const { memory, settings } = tuning;
  const connections = tuning.connections ?? usualConnections(memory);
  if (!Number.isInteger(connections) || connections < 10 || connections > 1000) {
    throw new AppEngineError(
      'PostgresConnectionsOutOfRange',
      `connections ${String(connections)} must be a whole number from 10 to 1000; each takes some MiB of the service's memory`,
      scope,
    );
  }
  for (const [name, value] of Object.entries(settings)) checkSetting(scope, name, value);
  const megabytes = (amount: number, least: number): string => `${String(Math.max(least, Math.floor(amount)))}MB`;
  return {
    max_connections: String(connections),
    shared_buffers: megabytes(memory / 4, 16),
    effective_cache_size: megabytes((memory * 3) / 5, 32),
    maintenance_work_mem: megabytes(memory / 16, 16),
    work_mem: megabytes(memory / (4 * connections), 1),
    max_wal_size: '512MB',
    wal_compression: 'on',
    ...settings,
  };
}

/** Most connections of a server of that memory, in MiB. */
export function usualConnections(memory: number): number {
  return Math.min(200, Math.max(20, Math.floor(memory / 8)));
}

/** Why a setting is not the user's to make; undefined if it is. */
export function settingProblem(name: string): string | undefined {
  if (OWN.test(name.toLowerCase())) return "is the platform's own";
  return isKnown(name) ? undefined : 'is none of PostgreSQL 17';
}

function checkSetting(scope: IConstruct, name: string, value: string): void {
  const problem = settingProblem(name);
  if (problem !== undefined) {
    throw new AppEngineError(
      'PostgresSettingRefused',
      `setting ${JSON.stringify(name)} ${problem}; leave it out, or correct its name to one such as "work_mem"`,
      scope,
    );
  }
  if (!/^[\x20-\x7e]{1,256}$/.test(value)) {
    throw new AppEngineError(
      'PostgresSettingRefused',
      `value ${JSON.stringify(value)} of ${name} must be 1 to 256 printable ASCII characters; write it as in postgresql.conf, without quotes around it`,
      scope,
    );
  }
}

function isKnown(name: string): boolean {
  return POSTGRES_PARAMETERS.has(name.toLowerCase()) || EXTENSION.test(name.toLowerCase());
}
