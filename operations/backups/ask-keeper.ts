import { AppEngineError } from '../../constructs/errors';
import { run } from '../process/run';
import type { Session } from '../session';

/** Answer of a command of the agent: a value, or a problem. */
export interface KeeperAnswer<T> {
  readonly answer?: T;
  readonly exitCode: number;
  /** Its last words. */
  readonly words: string;
}

/** Asks the agent in a running container that makes backups. @param onLine called with each line that it says meanwhile */
export async function askKeeper<T>(
  session: Session,
  container: string,
  command: string,
  onLine: (line: string) => void = () => undefined,
): Promise<KeeperAnswer<T>> {
  return answerOf(session, ['exec', container, 'agent', 'backup', command], onLine);
}

/** Runs a command of the docker client whose output is an answer of the agent. */
export async function answerOf<T>(session: Session, words: readonly string[], onLine: (line: string) => void): Promise<KeeperAnswer<T>> {
  const { exitCode, stdout, stderr } = await run('docker', words, {
    environment: session.environment,
    onLine: (line, stream) => {
      if (stream === 'stderr') onLine(line);
    },
  });
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return exitCode === 0 ? { answer: JSON.parse(stdout) as T, exitCode, words: said } : { exitCode, words: said };
}

/** Exit statuses of the agent, in `tools/agent/backup/problem.go`. */
const DAMAGED = 11;
const KEY = 12;
const FULL = 13;
const BUSY = 14;
const INTERRUPTED = 15;
const MISSING = 16;
const DIFFERS = 17;
const FOREIGN = 18;
const TARGET = 19;
const COMMAND = 20;

/**
 * The answer, or the problem as an error of its own.
 * @param what it was, such as `the backup of acme/orders`
 * @throws AppEngineError BackupDamaged, BackupKeyWrong, BackupFull, BackupBusy, BackupInterrupted, BackupMissing, BackupDiffers, BackupForeign, BackupTargetFailed, BackupCommandFailed, BackupFailed
 */
export function answered<T>({ answer, exitCode, words }: KeeperAnswer<T>, what: string): T {
  if (answer !== undefined) return answer;
  switch (exitCode) {
    case DAMAGED:
      throw new AppEngineError(
        'BackupDamaged',
        `${what} found a backup that is not what was written: ${words}; make a new one: npx appengine backup run`,
      );
    case KEY:
      throw new AppEngineError(
        'BackupKeyWrong',
        `${what} has another key than the backups: ${words}; put the key back that npx appengine backup key printed, by its option --from`,
      );
    case FULL:
      throw new AppEngineError('BackupFull', `${what} found no room: ${words}; make room on the engine's disk, or lower \`keep\``);
    case BUSY:
      throw new AppEngineError('BackupBusy', `${what} has to wait: ${words}; try again when npx appengine backup list shows none`);
    case INTERRUPTED:
      throw new AppEngineError('BackupInterrupted', `${what} was interrupted before its end, and changed nothing; run it again`);
    case MISSING:
      throw new AppEngineError('BackupMissing', `${what} found none: ${words}; npx appengine backup list shows those that there are`);
    case DIFFERS:
      throw new AppEngineError('BackupDiffers', `${what} brought back something else: ${words}; try an earlier one: --backup <id>`);
    case FOREIGN:
      throw new AppEngineError(
        'BackupForeign',
        `${what} is refused, because the data is of another cluster than the backups: ${words}; npx appengine backup restore brings the backups' own back`,
      );
    case TARGET:
      throw new AppEngineError(
        'BackupTargetFailed',
        `${what} could not use the target: ${words}; the backups in the volume go on, and the copy is tried again every quarter of an hour`,
      );
    case COMMAND:
      throw new AppEngineError(
        'BackupCommandFailed',
        `${what} ran a command of the app that failed: ${words}; correct it in \`commands\` of the VolumeBackup, and run it again. The log of the container with the commands has more`,
      );
    default:
      throw new AppEngineError('BackupFailed', `${what} failed: ${words}`);
  }
}
