import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Modes of what may hold a secret: states, plans, configuration and logs are for this user alone. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_DIRECTORY = 0o700;

/** Sources of the project, copied as they are: images are built of them, and their modes are the files' in the image. */
const ASSETS = 'assets';

/** Takes the rights of others away from a directory and all below it, with any umask, also from what other programs wrote. Links are left alone. */
export function closeTree(directory: string): void {
  if (!closeEntry(directory)) return;
  for (const name of namesIn(directory)) (name === ASSETS ? closeEntry : closeTree)(join(directory, name));
}

/** The same for one file or directory; what is not there, and what is another user's, stays so. @returns true for a directory */
export function closeEntry(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined || !(status.isFile() || status.isDirectory())) return false;
  // Programs stay executable.
  const mode = status.isDirectory() ? PRIVATE_DIRECTORY : (status.mode & 0o100) | PRIVATE_FILE;
  if ((status.mode & 0o777) !== mode)
    tolerating(() => {
      chmodSync(path, mode);
    });
  return status.isDirectory();
}

/** Another command may be at work there. */
function namesIn(directory: string): readonly string[] {
  return tolerating(() => readdirSync(directory)) ?? [];
}

function tolerating<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (['ENOENT', 'EPERM', 'EACCES', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
