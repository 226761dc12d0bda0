import { AppEngineError } from '../../constructs/errors';

/** An error of the file system, such as a full disk, as one about the state of a stack. */
export function stateNotWritten(stack: string, error: unknown): AppEngineError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AppEngineError('StateNotWritten', `the state of ${stack} cannot be written: ${reason}; free space there and run again`);
}
