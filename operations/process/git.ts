import type { Environment } from '../environment';
import { run } from './run';

/** Output of git in a directory, without the line end; undefined where git is not there, or refuses. */
export async function git(directory: string, words: readonly string[], environment: Environment): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await run('git', ['-C', directory, ...words], { environment: { ...environment, LC_ALL: 'C' } });
    return exitCode === 0 ? stdout.trimEnd() : undefined;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('ProgramNotStarted')) return undefined;
    throw error;
  }
}
