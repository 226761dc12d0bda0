import { statSync } from 'node:fs';

/** True for a file, or a link to one, that can be read to its end: no directory, pipe, socket or device. */
export function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
