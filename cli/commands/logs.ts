import { appContainers, placeOf } from '../../operations/apps/app-containers';
import { followLogs, readLogs, type LogLine, type LogSelection } from '../../operations/apps/app-logs';
import { secondsOf } from '../../operations/apps/since';
import { useEngine } from '../bootstrap/engine';
import { renderLogLine } from '../render/log-line';
import { openSession } from '../session';
import { endAtOnce } from '../terminal/interrupts';

/** Options of `appengine logs`. */
export interface LogsOptions {
  readonly app?: string;
  readonly follow?: boolean;
  readonly since?: string;
  readonly json?: boolean;
}

/** Lines of each container that are shown where no time is given. */
const USUAL_LINES = 100;

/** Prints what apps of a tenant have printed; resolves to the exit code. */
export async function logs(place: string, options: LogsOptions): Promise<number> {
  const { since } = options;
  const selection: LogSelection = since === undefined ? { tail: USUAL_LINES } : { since: secondsOf(since) };
  const session = openSession();
  await useEngine();
  const containers = await appContainers(session, { ...placeOf(place), ...(options.app === undefined ? {} : { app: options.app }) });
  const print = (line: LogLine): void => {
    process.stdout.write(options.json === true ? `${JSON.stringify(line)}\n` : renderLogLine(line));
  };
  // A reader such as `head` has enough.
  process.stdout.on('error', () => process.exit(0));
  if (options.follow === true) {
    endAtOnce();
    const running = containers.filter(({ isRunning }) => isRunning);
    await followLogs(session, running, selection, print);
  } else {
    for (const line of await readLogs(session, containers, selection)) print(line);
  }
  return 0;
}
