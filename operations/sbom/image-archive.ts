import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PRIVATE_DIRECTORY } from '../private-files';
import type { Session } from '../session';
import type { Workspace } from '../workspace';

/** Runs work in a directory that is gone afterwards. It is beside the stacks: the machine's `/tmp` may be too small for an image. */
export async function inScratch<T>({ outputDirectory }: Workspace, work: (directory: string) => Promise<T>): Promise<T> {
  mkdirSync(outputDirectory, { recursive: true, mode: PRIVATE_DIRECTORY });
  const directory = mkdtempSync(join(outputDirectory, 'scratch-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Writes an image as `docker save` does: what reads it needs no engine. @param id of the image, so that the archive has no name of it */
export async function saveImage(session: Session, id: string, file: string): Promise<void> {
  await pipeline(await session.engine().getImage(id).get(), createWriteStream(file, { mode: 0o600 }));
}
