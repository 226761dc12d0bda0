import type { Session } from '../session';
import type { AppContainer } from './app-containers';
import { attach, type ProgramStreams } from './streams';

/**
 * Runs a program in a container, as its user, with its limits and without any right more. No shell reads the words.
 * @returns the exit code
 */
export async function exec(session: Session, { id }: AppContainer, words: readonly string[], streams: ProgramStreams): Promise<number> {
  const client = session.engine();
  const Tty = streams.terminal !== undefined;
  const program = await client.getContainer(id).exec({ Cmd: [...words], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty });
  const stream = await program.start({ hijack: true, stdin: true, Tty });
  await attach(client, stream, streams, ({ columns, rows }) => program.resize({ w: columns, h: rows }));
  return (await program.inspect()).ExitCode ?? 1;
}
