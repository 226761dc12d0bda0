import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import type { RootImage } from '../../constructs/image/root-image';
import { follow } from '../engine/follow';
import { runToSuccess } from '../../operations/process/run';
import { formatDuration } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { archiveOf } from './root-archives';
import type { Finding, Step } from './step';

const ROLE_LABEL = 'appengine.role=root-image';

/** The images that no Dockerfile can build, because they are what the others start from. */
export class RootImagesStep implements Step {
  readonly title = 'Root images';

  /** @param images that have to be there */
  constructor(
    private readonly session: Session,
    private readonly images: readonly RootImage[],
  ) {}

  async check(): Promise<Finding> {
    const missing = await this.missing();
    const names = this.images.map((image) => image.repository);
    if (missing.length === 0) return { found: true, subject: 'Root images', detail: `${names.join(', ')}: imported` };
    return {
      found: false,
      subject: 'Root images',
      detail: `the engine does not have ${missing.map((image) => image.name).join(', ')}`,
      fix: '`npx appengine bootstrap` makes and imports them',
    };
  }

  async apply(report: ProgressCallback): Promise<string> {
    const began = Date.now();
    const client = this.session.engine();
    const missing = await this.missing();
    await mkdir(this.session.workspace.cacheDirectory, { recursive: true });
    for (const image of missing) {
      if (!(await tagFromAnotherInstance(client, image))) await this.make(image, report);
    }
    return `${missing.map((image) => image.repository).join(', ')} imported in ${formatDuration(Date.now() - began)}`;
  }

  private async missing(): Promise<readonly RootImage[]> {
    const tags = await rootImageTags(this.session.engine());
    return this.images.filter((image) => !tags.has(image.name));
  }

  private async make(image: RootImage, report: ProgressCallback): Promise<void> {
    const client = this.session.engine();
    const scratch = await mkdtemp(join(this.session.workspace.cacheDirectory, 'tmp-'));
    try {
      const archive = await archiveOf(image, {
        cache: this.session.workspace.cacheDirectory,
        scratch,
        client,
        labels: { 'appengine.instance': this.session.instance.name, 'appengine.stack': 'platform', 'appengine.role': 'loader' },
        report: (text) => {
          report(`${image.repository}: ${text}`);
        },
      });
      report(`${image.repository}: importing`);
      await importArchive(client, image, archive.file, archive.changes);
    } finally {
      // Never into a mount that an interrupted debootstrap may have left.
      await runToSuccess('rm', ['-rf', '--one-file-system', scratch]);
    }
  }
}

async function rootImageTags(client: Dockerode): Promise<ReadonlyMap<string, string>> {
  const images = await client.listImages({ filters: { label: [ROLE_LABEL] } });
  return new Map(images.flatMap((image) => (image.RepoTags ?? []).map((tag) => [tag, image.Id] as const)));
}

/** The same recipe is the same image, in every instance. */
async function tagFromAnotherInstance(client: Dockerode, image: RootImage): Promise<boolean> {
  const suffix = `/${image.repository}:${image.recipe}`;
  for (const [tag, id] of await rootImageTags(client)) {
    if (!tag.endsWith(suffix)) continue;
    await client.getImage(id).tag({ repo: image.name.slice(0, -`:${image.recipe}`.length), tag: image.recipe });
    return true;
  }
  return false;
}

async function importArchive(client: Dockerode, image: RootImage, file: string, changes: readonly string[]): Promise<void> {
  const stream = await client.importImage(createReadStream(file), {
    repo: image.name.slice(0, -`:${image.recipe}`.length),
    tag: image.recipe,
    changes: [`LABEL ${ROLE_LABEL}`, `LABEL appengine.recipe=${image.recipe}`, ...changes],
  });
  await follow(client, stream);
}
