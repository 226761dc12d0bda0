import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file as a whole or not at all: a full disk must not leave half of it. @param mode of a new file. @default what the umask leaves */
export async function replaceFile(file: string, text: string, mode?: number): Promise<void> {
  const draft = `${file}.${String(process.pid)}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, text, mode === undefined ? {} : { mode });
  await rename(draft, file);
}
