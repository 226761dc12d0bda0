import { AppEngineError } from '../../constructs/errors';
import { userName } from '../locks/lock-holder';

const NOT_ALLOWED: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS'];

/** Text of an error for the one who gave the command. */
export function messageOf(error: unknown): string {
  return (notWritable(error) ?? (error instanceof Error ? error : new Error(String(error)))).message;
}

/** Of what the system refused: a command writes its states and all that it makes below the project's directory. */
function notWritable(error: unknown): AppEngineError | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error && NOT_ALLOWED.includes(error.code))) return undefined;
  return new AppEngineError(
    'NotWritable',
    `${userName()} may not use ${String(error.path)} (${error.message}); make it writable for that user, or give the command from a copy of the project that is`,
  );
}
