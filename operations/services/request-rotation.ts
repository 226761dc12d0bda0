import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROTATIONS_FILE, readRotations, requestedRotation } from '../../constructs/services/requested-rotations';
import type { Workspace } from '../workspace';

/**
 * Asks for other credentials of services: the next deploy, from anywhere that has the file, makes them.
 * @param places tenant and service, such as `acme/orders`
 * @throws AppEngineError RotationsInvalid
 */
export async function requestRotation({ directory }: Pick<Workspace, 'directory'>, places: readonly string[]): Promise<void> {
  const file = join(directory, ROTATIONS_FILE);
  const before = readRotations(file);
  const after = { ...before, ...Object.fromEntries(places.map((place) => [place, requestedRotation(before, place) + 1])) };
  const sorted = Object.fromEntries(Object.entries(after).sort(([a], [b]) => (a < b ? -1 : 1)));
  const draft = `${file}.${String(process.pid)}`;
  await writeFile(draft, `${JSON.stringify(sorted, undefined, 2)}\n`);
  await rename(draft, file);
}
