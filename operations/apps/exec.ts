import type { Duplex, Readable, Writable } from 'node:stream';
import type { Session } from '../session';
import type { AppContainer } from './app-containers';

/** Ends of a program: those of this process, or of a test. */
export interface ProgramStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** Size of the terminal; undefined without one. */
  readonly terminal?: () => { readonly columns: number; readonly rows: number };
}

/**
 * Runs a program in a container, as its user, with its limits and without any right more. No shell reads the words.
 * @returns the exit code
 */
export async function exec(session: Session, { id }: AppContainer, words: readonly string[], streams: ProgramStreams): Promise<number> {
  const client = session.engine();
  const isTerminal = streams.terminal !== undefined;
  const run = await client.getContainer(id).exec({
    Cmd: [...words],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: isTerminal,
  });
  const stream: Duplex = await run.start({ hijack: true, stdin: true, Tty: isTerminal });
  const resize = (): void => {
    const { columns, rows } = streams.terminal?.() ?? { columns: 80, rows: 24 };
    // A program that has just ended has no size.
    run.resize({ w: columns, h: rows }).catch(() => undefined);
  };
  if (isTerminal) {
    resize();
    streams.output.on('resize', resize);
    stream.pipe(streams.output, { end: false });
  } else {
    client.modem.demuxStream(stream, streams.output, streams.errors);
  }
  streams.input.pipe(stream);
  await new Promise<void>((resolve, reject) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
    stream.once('error', reject);
  });
  streams.input.unpipe(stream);
  streams.output.off('resize', resize);
  return (await run.inspect()).ExitCode ?? 1;
}
