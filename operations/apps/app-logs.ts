import { PassThrough, type Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type Dockerode from 'dockerode';
import { harmless } from '../process/harmless';
import type { Session } from '../session';
import type { AppContainer } from './app-containers';

/** A line that an application has printed. */
export interface LogLine {
  /** ISO 8601, by the engine's clock. */
  readonly time: string;
  readonly app: string;
  readonly slot: number;
  readonly container: string;
  readonly stream: 'stderr' | 'stdout';
  /** Without control characters. */
  readonly text: string;
}

/** Part of the logs that is wanted. */
export interface LogSelection {
  /** Seconds since 1970. @default from the beginning */
  readonly since?: number;
  /** Most lines of each container. @default all */
  readonly tail?: number;
}

/** Lines that are there, of all containers, in the order of their times. */
export async function readLogs(
  session: Session,
  containers: readonly AppContainer[],
  selection: LogSelection,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  await Promise.all(containers.map((container) => each(session.engine(), container, selection, false, (line) => lines.push(line))));
  return lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** Hands on lines as they come, until all containers have ended. */
export async function followLogs(
  session: Session,
  containers: readonly AppContainer[],
  selection: LogSelection,
  take: (line: LogLine) => void,
): Promise<void> {
  await Promise.all(containers.map((container) => each(session.engine(), container, selection, true, take)));
}

async function each(
  client: Dockerode,
  container: AppContainer,
  { since, tail }: LogSelection,
  isFollowed: boolean,
  take: (line: LogLine) => void,
): Promise<void> {
  const options = {
    stdout: true,
    stderr: true,
    timestamps: true,
    ...(since === undefined ? {} : { since }),
    ...(tail === undefined ? {} : { tail }),
  };
  const handle = client.getContainer(container.id);
  const source = isFollowed ? await handle.logs({ ...options, follow: true }) : await handle.logs({ ...options, follow: false });
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const ended = Promise.all(
    Object.entries(streams).map(([stream, lines]) =>
      readLines(lines, (text) => {
        take(lineOf(container, stream === 'stderr' ? 'stderr' : 'stdout', text));
      }),
    ),
  );
  const raw = new PassThrough();
  client.modem.demuxStream(raw, streams.stdout, streams.stderr);
  if (Buffer.isBuffer(source)) raw.end(source);
  else source.pipe(raw);
  raw.once('end', () => {
    streams.stdout.end();
    streams.stderr.end();
  });
  await ended;
}

async function readLines(stream: Readable, take: (text: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) take(line);
}

/** The engine puts the time before each line. */
function lineOf({ app, slot, name }: AppContainer, stream: LogLine['stream'], line: string): LogLine {
  const space = line.indexOf(' ');
  const [time, text] = space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
  return { time, app, slot, container: name, stream, text: harmless(text) };
}
