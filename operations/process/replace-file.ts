import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../private-files';

/** Writes a file for this user alone, as a whole or not at all: a full disk must not leave half of it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${String(process.pid)}`;
  await mkdir(dirname(file), { recursive: true, mode: PRIVATE_DIRECTORY });
  await writeFile(draft, text, { mode: PRIVATE_FILE });
  await rename(draft, file);
}
