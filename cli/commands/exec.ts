import { placeOf, runningReplica } from '../../operations/apps/app-containers';
import { exec } from '../../operations/apps/exec';
import { useEngine } from '../bootstrap/engine';
import { openSession } from '../session';

/** Options of `appengine exec`. */
export interface ExecOptions {
  readonly replica?: string;
}

/** Runs a program in a replica of an app, as the app's user; resolves to its exit code. */
export async function execIn(place: string, words: readonly string[], { replica }: ExecOptions): Promise<number> {
  const session = openSession();
  await useEngine();
  const container = await runningReplica(session, placeOf(place), replica === undefined ? undefined : Number(replica));
  const { stdin, stdout, stderr } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  if (isTerminal) stdin.setRawMode(true);
  try {
    return await exec(session, container, words, {
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
