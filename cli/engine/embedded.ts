import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppEngineError } from '../../constructs/errors';
import { EMBEDDED_SOCKET } from '../../constructs/host/docker-host';
import { PRIVATE_FILE, closeEntry } from '../../operations/private-files';
import { throwIfInterrupted } from '../../operations/process/interrupt';
import { lastLines, runToSuccess } from '../../operations/process/run';
import { lowerBridgeGuard, raiseBridgeGuard } from './bridge-guard';
import { daemonConfiguration } from './daemon-configuration';
import { engineVersion } from '../../operations/engine/connect';
import { raiseKeyLimit } from './key-limit';

export interface EmbeddedEngineProps {
  /** Configuration, log, images, containers and volumes. @default /var/lib/appengine/engine */
  readonly dataDirectory?: string;
  /** Socket and process files. @default /run/appengine */
  readonly runDirectory?: string;
}

const START_MILLISECONDS = 60_000;
const STOP_MILLISECONDS = 60_000;

/** The engine that we start where none answers: one per machine (docs/decisions/001-one-embedded-engine.md), shared by all checkouts. */
export class EmbeddedEngine {
  readonly host: string;
  readonly dataDirectory: string;
  private readonly runDirectory: string;
  private readonly socket: string;
  private readonly configuration: string;
  private readonly log: string;
  private readonly pidFile: string;
  private readonly containerdPidFile: string;

  constructor(props: EmbeddedEngineProps = {}) {
    this.dataDirectory = props.dataDirectory ?? '/var/lib/appengine/engine';
    this.runDirectory = props.runDirectory ?? dirname(EMBEDDED_SOCKET);
    this.socket = join(this.runDirectory, 'docker.sock');
    this.host = `unix://${this.socket}`;
    this.configuration = join(this.dataDirectory, 'daemon.json');
    this.log = join(this.dataDirectory, 'dockerd.log');
    this.pidFile = join(this.runDirectory, 'dockerd.pid');
    this.containerdPidFile = join(this.runDirectory, 'exec', 'containerd', 'containerd.pid');
  }

  /** True if it has ever run here: then it may hold data, even if it is stopped now. */
  get exists(): boolean {
    return existsSync(this.dataDirectory);
  }

  /**
   * Starts it in the background and waits until it answers; one that already does only gets its guard back, if that was lost.
   * @returns whether it did not answer before
   */
  async start(): Promise<boolean> {
    const isNew = (await engineVersion(this.host, process.env)) === undefined;
    if (isNew) {
      await this.writeConfiguration();
      if (this.runningPid() === undefined) {
        await this.removeStaleFiles();
        await this.waitUntilItAnswers(this.launch());
      } else {
        await this.waitUntilItAnswers({ exited: false });
      }
    }
    await raiseBridgeGuard();
    await raiseKeyLimit();
    return isNew;
  }

  /** Stops it in good order; its data stays. */
  async stop(): Promise<void> {
    await this.end(() => this.runningPid());
    // Only an engine that was killed leaves its containerd behind.
    await this.end(() => this.containerdPid());
    await this.removeStaleFiles();
    await lowerBridgeGuard();
  }

  /** Removes images, containers, volumes, configuration and log of the stopped engine. */
  async removeData(): Promise<void> {
    await unmountBelow(this.dataDirectory);
    await rm(this.dataDirectory, { recursive: true, force: true });
  }

  private async end(runningPid: () => number | undefined): Promise<void> {
    const pid = runningPid();
    if (pid === undefined) return;
    process.kill(pid, 'SIGTERM');
    const deadline = Date.now() + STOP_MILLISECONDS;
    while (runningPid() === pid) {
      if (Date.now() > deadline) {
        throw new AppEngineError(
          'EngineNotStopped',
          `process ${String(pid)} of the embedded engine still runs ${String(STOP_MILLISECONDS / 1000)} s after it was asked to stop; look at ${this.log}`,
        );
      }
      await sleep(100);
    }
  }

  private async writeConfiguration(): Promise<void> {
    // userns-remap: root of a container is an unprivileged user here, and must be able to pass through every directory above its files.
    for (const directory of [dirname(this.dataDirectory), this.dataDirectory, this.runDirectory]) {
      await mkdir(directory, { recursive: true });
      await chmod(directory, 0o755);
    }
    const configuration = daemonConfiguration({
      dataRoot: join(this.dataDirectory, 'data'),
      execRoot: join(this.runDirectory, 'exec'),
      pidFile: this.pidFile,
      host: this.host,
    });
    await writeFile(this.configuration, `${JSON.stringify(configuration, undefined, 2)}\n`);
  }

  private launch(): { exited: boolean } {
    const log = openSync(this.log, 'w', PRIVATE_FILE);
    closeEntry(this.log);
    // In one word: docker-bench-security reads the configuration only where it is given so.
    const daemon = spawn('dockerd', [`--config-file=${this.configuration}`], { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    const state = { exited: false };
    daemon.once('error', () => (state.exited = true));
    daemon.once('exit', () => (state.exited = true));
    daemon.unref();
    return state;
  }

  private async waitUntilItAnswers(daemon: { exited: boolean }): Promise<void> {
    const deadline = Date.now() + START_MILLISECONDS;
    while ((await engineVersion(this.host, process.env)) === undefined) {
      throwIfInterrupted();
      // One that another checkout started at the same moment makes ours end, and answers soon.
      const lost = daemon.exited && this.runningPid() === undefined;
      if (lost || Date.now() > deadline) {
        throw new AppEngineError(
          'EngineNotStarted',
          `the embedded engine ${lost ? 'ended while it started' : `did not answer within ${String(START_MILLISECONDS / 1000)} s`}; the last lines of ${this.log}:\n` +
            lastLines(await readFile(this.log, 'utf8').catch(() => '(no log)'), 10),
        );
      }
      await sleep(200);
    }
  }

  /** Process id of this engine; undefined if the pid file names a dead process or another program. */
  private runningPid(): number | undefined {
    return pidOf(this.pidFile, (commandLine) => isConfiguredBy(commandLine, this.configuration));
  }

  private containerdPid(): number | undefined {
    return pidOf(this.containerdPidFile, (commandLine) => commandLine.some((word) => word.startsWith(`${this.runDirectory}/`)));
  }

  /** Files of a killed engine make the next one refuse to start, or signal another process with the same id. */
  private async removeStaleFiles(): Promise<void> {
    await rm(this.pidFile, { force: true });
    await rm(this.socket, { force: true });
    // A containerd that outlived its engine is taken over by the next one, so its file stays.
    if (this.containerdPid() === undefined) await rm(this.containerdPidFile, { force: true });
  }
}

/** True where the command line names the file, in one word or in two. */
export function isConfiguredBy(commandLine: readonly string[], configuration: string): boolean {
  return commandLine.some((word) => word === configuration || word === `--config-file=${configuration}`);
}

function pidOf(pidFile: string, isOurs: (commandLine: readonly string[]) => boolean): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim());
    return isOurs(readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0')) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** An engine with live-restore leaves its directory mounted on itself, once per start. */
async function unmountBelow(directory: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  const points = mounts.split('\n').map((line) => line.split(' ')[1] ?? '');
  const ours = points.filter((point) => point.startsWith(`${directory}/`));
  // Later mounts lie on top of earlier ones.
  for (const point of ours.reverse()) await runToSuccess('umount', [point]);
}
