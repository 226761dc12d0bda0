import type { Readable, Writable } from 'node:stream';
import type Dockerode from 'dockerode';

/** Size of a terminal, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Ends of a program: those of this process, or of a test. */
export interface ProgramStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** Undefined without a terminal. */
  readonly terminal?: () => TerminalSize;
}

/** Connects a program in a container with them, until it closes its own. @param resize of its terminal */
export async function attach(
  client: Dockerode,
  stream: NodeJS.ReadWriteStream,
  { input, output, errors, terminal }: ProgramStreams,
  resize: (size: TerminalSize) => Promise<unknown>,
): Promise<void> {
  const follow = (): void => {
    // A program that has just ended has no size.
    if (terminal !== undefined) resize(terminal()).catch(() => undefined);
  };
  if (terminal === undefined) client.modem.demuxStream(stream, output, errors);
  else stream.pipe(output, { end: false });
  follow();
  output.on('resize', follow);
  input.pipe(stream);
  await new Promise<void>((resolve, reject) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
    stream.once('error', reject);
  });
  input.unpipe(stream);
  output.off('resize', follow);
}
