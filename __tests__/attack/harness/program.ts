import { runCommand, type CommandResult } from '../../live/harness/command';

/** Runs a program. @throws with its output unless it ends with 0 */
export async function runProgram(program: string, ...args: readonly string[]): Promise<CommandResult> {
  const result = await runCommand(program, args, { cwd: '/' });
  if (result.exitCode !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${String(result.exitCode)}:\n${result.stderr}`);
  return result;
}
