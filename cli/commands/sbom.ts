import { writeFile } from 'node:fs/promises';
import { AppEngineError } from '../../constructs/errors';
import { readSbom } from '../../operations/sbom/sbom-files';
import { listPackages, toCycloneDx } from '../../operations/sbom/syft';
import { imageOfApp, type ScannedImage } from '../../operations/vulnerabilities/scanned-images';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { bootstrap } from '../bootstrap/bootstrap';
import { useEngine } from '../bootstrap/engine';
import { ScannerStep } from '../bootstrap/scanner';
import { openSession } from '../session';
import { row } from '../terminal/format';
import { withLine } from '../terminal/progress';

/** Formats of a list of packages. */
export const SBOM_FORMATS = ['spdx', 'cyclonedx'] as const;

export interface SbomOptions {
  readonly format: (typeof SBOM_FORMATS)[number];
  readonly output?: string;
}

/** Prints what is in the image of an app: of its current release, or else of what runs. Resolves to the exit code. */
export async function sbom(app: string, { format, output }: SbomOptions): Promise<number> {
  const session = openSession();
  const progress = { toStandardError: true };
  await useEngine();
  const image = await imageOfApp(session, app);
  const known = sbomOf(session, image);
  if (known === undefined || format === 'cyclonedx') await bootstrap([ScannerStep.syft(session)], progress);
  const document = await withLine(image.subject, progress, async (report) => {
    const spdx = known ?? (await listPackages(session, image, report));
    const text = format === 'spdx' ? spdx : await toCycloneDx(session, spdx);
    return [text, row(image.subject, known === undefined ? 'read from its image' : 'as it was released')];
  });
  if (output === undefined) process.stdout.write(document);
  else await write(output, document);
  return 0;
}

/** List of packages that a release has already. @throws AppEngineError SbomMissing, SbomChanged */
function sbomOf({ workspace }: Session, { release }: ScannedImage): string | undefined {
  return release === undefined ? undefined : readSbom(workspace, release.place, release.release);
}

/** List of packages of an image: that of its release, or one that is made now. */
export async function packagesOf(session: Session, image: ScannedImage, report: ProgressCallback): Promise<string> {
  return sbomOf(session, image) ?? (await listPackages(session, image, report));
}

async function write(file: string, document: string): Promise<void> {
  await writeFile(file, document).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppEngineError(
      'ReportNotWritten',
      `the list of packages cannot be written to ${file} (${reason}); name a file in a directory that exists`,
    );
  });
}
