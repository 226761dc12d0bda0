import { AppEngineError } from '../../constructs/errors';
import type { Position } from './remark';

/** A file that cannot be imported, with the place. @param fix what to do about it */
export function invalid({ file, line, column }: Position, problem: string, fix = 'correct it'): AppEngineError {
  return new AppEngineError('ImportSourceInvalid', `${file}:${String(line)}:${String(column)}: ${problem}; ${fix}`);
}
