import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; only a typed `yes` counts, Ctrl-C is a no. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  terminal.once('SIGINT', () => {
    stopped.abort();
  });
  try {
    const answer = await terminal.question(`${question} Type yes to go on: `, { signal: stopped.signal });
    return answer.trim().toLowerCase() === 'yes';
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
