import { lstatSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { projectManifest } from './manifest';
import { templateFiles } from './template';

/**
 * Writes a new project; nothing is touched where a file is in the way. Resolves to the paths of its files.
 * @param source where npm finds this package. @default the registry
 * @throws AppEngineError ProjectExists
 */
export async function writeProject(directory: string, source?: string): Promise<readonly string[]> {
  const files = templateFiles();
  const paths = [...files.keys()];
  const existing = paths.filter((path) => lstatSync(join(directory, path), { throwIfNoEntry: false }) !== undefined);
  if (existing.length > 0) {
    throw new AppEngineError('ProjectExists', `${directory} already has ${existing.join(', ')}; nothing was written, name a new directory`);
  }
  for (const parent of new Set(paths.map(dirname))) await mkdir(join(directory, parent), { recursive: true });
  for (const [path, text] of files) {
    const content = path === 'package.json' ? projectManifest(text, basename(directory), source) : text;
    // Fails where another process was faster.
    await writeFile(join(directory, path), content, { flag: 'wx' });
  }
  return paths;
}
