import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from '../../../cli/bootstrap/debian';
import { runToSuccess } from '../../../operations/process/run';
import type { PostgresBackendProps } from '../../../constructs';
import { freePort } from './free-port';

const VERSIONS = '/usr/lib/postgresql';
const DATABASE = 'states';
const USER = 'terraform';

/** Debian's PostgreSQL, as a process of this machine that only this machine reaches. */
export class PostgresServer {
  static async start(): Promise<PostgresServer> {
    if (programs() === undefined && canInstallPackages()) {
      // Without a cluster of its own.
      mkdirSync('/etc/postgresql-common/createcluster.d', { recursive: true });
      writeFileSync('/etc/postgresql-common/createcluster.d/none.conf', 'create_main_cluster = false\n');
      await installPackages(['pg_ctl'], ['postgresql'], () => undefined);
    }
    const directory = programs();
    if (directory === undefined) throw new Error(`PostgreSQL is not in ${VERSIONS}: install the package postgresql`);
    const server = new PostgresServer(directory, mkdtempSync(join(tmpdir(), 'appengine-postgres-')), await freePort());
    await server.initialise();
    return server;
  }

  /** Of the role that keeps the states. */
  readonly password = `password-of-${String(process.pid)}`;

  private constructor(
    private readonly programs: string,
    private readonly directory: string,
    private readonly port: number,
  ) {}

  get backend(): PostgresBackendProps {
    return { host: '127.0.0.1', port: this.port, database: DATABASE, user: USER };
  }

  async stop(): Promise<void> {
    await this.run('pg_ctl', '-D', this.data, '-m', 'immediate', '-w', 'stop').catch(() => undefined);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.directory, 'data');
  }

  private async initialise(): Promise<void> {
    const secret = join(this.directory, 'password');
    writeFileSync(secret, this.password, { mode: 0o644 });
    const { stdout } = await runToSuccess('id', ['-u', 'postgres']);
    chownSync(this.directory, Number(stdout), -1);
    await this.run(
      'initdb',
      ...['-D', this.data, '-U', USER, '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${secret}`, '--no-sync', '-E', 'UTF8'],
    );
    const settings = ['listen_addresses=127.0.0.1', `port=${String(this.port)}`, `unix_socket_directories=${this.directory}`, 'fsync=off'];
    const options = settings.map((setting) => `-c ${setting}`).join(' ');
    await this.run('pg_ctl', '-D', this.data, '-o', options, '-l', join(this.directory, 'log'), '-w', 'start');
    await this.run('createdb', '-h', this.directory, '-p', String(this.port), '-U', USER, DATABASE);
  }

  private async run(program: string, ...args: readonly string[]): Promise<void> {
    await runToSuccess('runuser', ['-u', 'postgres', '--', join(this.programs, program), ...args], { cwd: this.directory });
  }
}

/** Where the newest version's programs are. */
function programs(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const directories = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return directories.map((version) => join(VERSIONS, version, 'bin')).find((directory) => existsSync(join(directory, 'initdb')));
}
