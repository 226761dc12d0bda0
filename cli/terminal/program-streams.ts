import type { ProgramStreams } from '../../operations/apps/streams';

/** Runs a program with the input and the output of this process: a terminal hands on every key. */
export async function withOwnStreams(run: (streams: ProgramStreams) => Promise<number>): Promise<number> {
  const { stdin, stdout, stderr } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  if (isTerminal) stdin.setRawMode(true);
  try {
    return await run({
      input: stdin,
      output: stdout,
      errors: stderr,
      ...(isTerminal ? { terminal: () => ({ columns: stdout.columns, rows: stdout.rows }) } : {}),
    });
  } finally {
    if (isTerminal) stdin.setRawMode(false);
    // It would keep this process alive.
    stdin.destroy();
  }
}
