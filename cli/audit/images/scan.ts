import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type Dockerode from 'dockerode';
import { setuidFilesIn } from './archive';

/** Findings in images, by their ids: content that never changes under its id is looked at once. */
type Found = ReadonlyMap<string, readonly string[]>;

/** Images in one archive: layers that they share are in it once. */
const IMAGES_AT_ONCE = 16;

/** Setuid files of images. @param cacheFile where the result is kept for the next audit; undefined keeps nothing */
export async function scanImages(
  engine: Dockerode,
  ids: readonly string[],
  cacheFile: string | undefined,
  report: (activity: string) => void,
): Promise<Found> {
  const cached = cacheFile === undefined ? new Map<string, readonly string[]>() : await readCache(cacheFile);
  const missing = ids.filter((id) => !cached.has(id));
  if (missing.length === 0) return cached;
  const found = new Map(cached);
  for (let start = 0; start < missing.length; start += IMAGES_AT_ONCE) {
    report(`looking for setuid files in images, ${String(start)} of ${String(missing.length)}`);
    for (const [id, files] of await setuidFilesIn(await save(engine, missing.slice(start, start + IMAGES_AT_ONCE)))) found.set(id, files);
  }
  if (cacheFile !== undefined) await writeCache(cacheFile, found);
  return found;
}

/** `docker save` of several images. */
function save(engine: Dockerode, ids: readonly string[]): Promise<NodeJS.ReadableStream> {
  const query = ids.map((id) => `names=${encodeURIComponent(id)}`).join('&');
  const request = {
    path: `/images/get?${query}`,
    method: 'GET',
    isStream: true,
    statusCodes: { 200: true, 404: 'no such image', 500: 'server error' },
  };
  return new Promise((resolve, reject) => {
    engine.modem.dial(request, (error: unknown, stream) => {
      if (error instanceof Error) reject(error);
      else resolve(stream as NodeJS.ReadableStream);
    });
  });
}

async function readCache(file: string): Promise<Found> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, readonly string[]>>));
  } catch {
    // There is none yet, or one that broke off: it is only a cache.
    return new Map();
  }
}

async function writeCache(file: string, found: Found): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${String(process.pid)}`;
  await writeFile(partial, JSON.stringify(Object.fromEntries(found)));
  await rename(partial, file);
}
