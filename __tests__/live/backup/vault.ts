import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandResult } from '../harness/command';
import type { Project } from '../harness/project';

interface Listed {
  readonly name: string;
  readonly isRunning: boolean;
  readonly backups: readonly unknown[];
  readonly copy?: { readonly outcome: string; readonly backup?: string };
}

/** Answer of `appengine backup … --json`, with its exit code. */
interface Answer {
  readonly exitCode: number;
  readonly key?: string;
  readonly discarded?: readonly string[];
  readonly backups?: readonly Listed[];
}

/** What a test does to the data and to the backups of its tenant. */
export class Vault {
  constructor(private readonly project: Project) {}

  async ask(...words: readonly string[]): Promise<Answer> {
    const { exitCode, stdout, stderr } = await this.project.appengine('backup', ...words, '--json');
    if (stdout === '') throw new Error(`backup ${words.join(' ')}: ${stderr}`);
    return { ...(JSON.parse(stdout) as object), exitCode };
  }

  async failure(...words: readonly string[]): Promise<{ readonly exitCode: number; readonly code: string }> {
    const { exitCode, stdout } = await this.project.appengine('backup', ...words, '--json');
    const { error } = JSON.parse(stdout) as { readonly error?: { readonly code: string } };
    return { exitCode, code: error?.code ?? stdout };
  }

  /** The first one is made as soon as its container starts. */
  async idle(place: string): Promise<void> {
    for (let attempt = 0; attempt < 60; attempt++) {
      const { backups = [] } = await this.ask('list', place);
      if (backups.every(({ isRunning, backups: made }) => !isRunning && made.length > 0)) return;
      await sleep(1000);
    }
    throw new Error(`the first backup of ${place} does not end`);
  }

  /** What came back from the store is sent there again. */
  async copied(place: string): Promise<void> {
    for (let attempt = 0; attempt < 30; attempt++) {
      const { backups: [listed] = [] } = await this.ask('list', place);
      if (listed?.copy?.outcome === 'succeeded' && !listed.isRunning) return;
      await sleep(1000);
    }
    throw new Error(`${place} is not copied`);
  }

  sql(statement: string): Promise<CommandResult> {
    return this.inServer('orders', 'agent', 'postgres', 'connect', 'orders', '--no-psqlrc', '-qAt', '--command', statement);
  }

  mariadb(statement: string): Promise<CommandResult> {
    return this.inServer('ledger', 'agent', 'mariadb', 'connect', 'ledger', '--batch', '--skip-column-names', '--execute', statement);
  }

  valkey(...words: readonly string[]): Promise<CommandResult> {
    return this.inServer('cache', 'agent', 'valkey', 'connect', 'cache', ...words);
  }

  async inApp(...command: readonly string[]): Promise<CommandResult> {
    return this.project.exec(await this.project.only('replica', 'acme-shop'), ...command);
  }

  async inKeeper(place: string, ...command: readonly string[]): Promise<CommandResult> {
    return this.project.exec(await this.keeper(place), ...command);
  }

  /** Waits until all of PostgreSQL's log up to now is in the repository. */
  async archived(): Promise<void> {
    await this.sql('SELECT pg_switch_wal()');
    for (let attempt = 0; attempt < 60; attempt++) {
      await sleep(500);
      const { stdout } = await this.inKeeper('acme/orders', 'ls', '/archive');
      const { stdout: waiting } = await this.sql(
        "SELECT count(*) FROM pg_ls_dir('pg_wal/archive_status') AS name WHERE name LIKE '%.ready'",
      );
      if (stdout === '' && waiting.trim() === '0') return;
    }
    throw new Error('the log is not archived');
  }

  /** All of the data is gone, as after a disk was replaced. */
  async lose(place: string): Promise<void> {
    const writer = await this.writer(place);
    const container = this.project.docker.getContainer(writer);
    const directory = place === 'acme/files' ? '/uploads' : '/data';
    await container.stop();
    const { exitCode, stderr } = await this.project.execBeside(writer, 'find', directory, '-mindepth', '1', '-delete');
    if (exitCode !== 0) throw new Error(stderr);
    await container.start();
    for (let attempt = 0; attempt < 120; attempt++) {
      const { State: state } = await container.inspect();
      if (['healthy', 'none', undefined].includes(state.Health?.Status)) return;
      await sleep(500);
    }
    throw new Error(`${place} does not start anew`);
  }

  /** All backups are gone, and what was noted of them. */
  async loseBackups(place: string): Promise<void> {
    await this.toRepository(place, 'find /repository -mindepth 1 -delete');
  }

  /** Changes one byte of the backups, or takes the end of one file away; resolves to what undoes it. */
  async damage(place: string, how: 'flip' | 'truncate'): Promise<() => Promise<void>> {
    const files = await this.inKeeper(place, 'sh', '-c', FIND_LARGEST);
    const file = files.stdout.trim();
    const script = how === 'flip' ? FLIP : 'truncate -s -100 "$1"';
    await this.toRepository(place, `cp -p "$1" /repository/original; chmod u+w "$1"; ${script}`, file);
    return () => this.toRepository(place, 'mv -f /repository/original "$1"', file);
  }

  /** All containers have the same key; resolves to what puts the old one back. */
  async changeKey(): Promise<() => Promise<void>> {
    const write = (script: string): Promise<void> => this.asRoot('acme/orders', script);
    await write('cp -p /key/value /key/original && printf %s another-key-that-is-wrong > /key/value');
    return () => write('cp /key/original /key/value && rm /key/original');
  }

  /** Another key, as another host has made it. */
  async loseKey(): Promise<void> {
    await this.asRoot('acme/orders', 'printf %s the0key0of0another0host > /key/value');
  }

  /** As the kernel does where memory is short. */
  async killTool(place: string, program: string): Promise<void> {
    await this.inKeeper(
      place,
      'sh',
      '-c',
      `for p in /proc/[0-9]*; do if [ "$(cat $p/comm)" = ${program} ]; then kill -9 \${p#/proc/}; fi; done`,
    );
  }

  private async toRepository(place: string, script: string, ...args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await this.inKeeper(place, 'sh', '-ec', script, 'sh', ...args);
    if (exitCode !== 0) throw new Error(stderr);
  }

  private async asRoot(place: string, script: string): Promise<void> {
    const key = `${this.project.instance}-acme-backup-key`;
    const { image } = await this.project.docker
      .getContainer(await this.keeper(place))
      .inspect()
      .then(({ Config }) => ({ image: Config.Image }));
    await this.project.command(
      'docker',
      'run',
      '--rm',
      '--user',
      '0:0',
      '--entrypoint',
      'sh',
      '--volume',
      `${key}:/key`,
      image,
      '-ec',
      script,
    );
  }

  private async inServer(name: string, ...command: readonly string[]): Promise<CommandResult> {
    return this.project.exec(await this.writer(`acme/${name}`), ...command);
  }

  private writer(place: string): Promise<string> {
    const name = place === 'acme/files' ? 'acme-shop' : place.replace('/', '-');
    return this.project.only(place === 'acme/files' ? 'replica' : 'service', name);
  }

  private keeper(place: string): Promise<string> {
    return this.project.only('backup', `${place.replace('/', '-')}-backup`);
  }
}

const FIND_LARGEST = "find /repository -type f -path '*/bundle/*' -o -type f -path '*/restic/data/*' | xargs ls -S | head -1";
/** The byte in its middle becomes another one. */
const FLIP =
  'half=$(($(stat -c %s "$1") / 2)); old=$(od -An -tu1 -j $half -N 1 "$1"); printf "\\\\$(printf %03o $((255 - old)))" | dd of="$1" bs=1 seek=$half conv=notrunc status=none';
