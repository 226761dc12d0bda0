import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runToSuccess } from '../process/run';
import type { ProgressCallback } from '../progress';
import type { Session } from '../session';
import { normaliseCycloneDx } from './cyclonedx';
import { inScratch, saveImage } from './image-archive';
import { normalised, type DescribedImage } from './normalise';
import { parseSpdx, renderSpdx } from './spdx';

/** Settings of syft: nothing of this machine or of its user counts, nothing is asked of a network, and no file is listed by itself. */
const SETTINGS = {
  SYFT_CHECK_FOR_APP_UPDATE: 'false',
  SYFT_FILE_METADATA_SELECTION: 'none',
  SYFT_CACHE_DIR: '',
  SYFT_ENRICH: '',
};

/**
 * Lists what is in an image, in SPDX, as a file of the repository has it. syft gets an archive of the image, and not the engine.
 * @throws AppEngineError ProgramFailed, SbomInvalid
 */
export async function listPackages(session: Session, image: Omit<DescribedImage, 'created'>, report: ProgressCallback): Promise<string> {
  const { Created: created } = await session.engine().getImage(image.id).inspect();
  return inScratch(session.workspace, async (directory) => {
    const archive = join(directory, 'image.tar');
    report('saving the image');
    await saveImage(session, image.id, archive);
    return readArchive(session, archive, { ...image, created: secondsOf(created) }, report);
  });
}

/** The same of an archive in a directory of its own, in which syft unpacks it. */
export async function readArchive(session: Session, archive: string, image: DescribedImage, report: ProgressCallback): Promise<string> {
  report('listing packages');
  const made = await syft(session, dirname(archive), ['scan', `docker-archive:${archive}`, '--output', 'spdx-json']);
  return renderSpdx(normalised(parseSpdx(made, image.repository), image));
}

/** The same list in CycloneDX. @param spdx text of a document of ours */
export async function toCycloneDx(session: Session, spdx: string): Promise<string> {
  const { documentNamespace, creationInfo } = parseSpdx(spdx, 'the image');
  return inScratch(session.workspace, async (directory) => {
    const file = join(directory, 'image.spdx.json');
    await writeFile(file, spdx);
    const made = await syft(session, directory, ['convert', file, '--output', 'cyclonedx-json']);
    return normaliseCycloneDx(made, documentNamespace, creationInfo.created);
  });
}

async function syft(session: Session, directory: string, words: readonly string[]): Promise<string> {
  const { stdout } = await runToSuccess('syft', [...words, '--quiet'], {
    cwd: directory,
    environment: { PATH: session.environment.PATH, HOME: directory, XDG_CONFIG_HOME: directory, TMPDIR: directory, ...SETTINGS },
  });
  return stdout;
}

/** SPDX has times in whole seconds. */
function secondsOf(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
