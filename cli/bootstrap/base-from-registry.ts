import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { AppEngineError } from '../../constructs/errors';
import { packageRoot } from '../../constructs/package-root';
import { follow } from '../engine/follow';
import type { ProgressCallback } from '../../operations/progress';
import type { BaseRecipe } from './base-recipe';

/** The same base where debootstrap cannot run (not root, not Debian): made in a container from the official image, then exported. */
export async function exportBaseFromRegistry(
  client: Dockerode,
  { recipe, labels }: { readonly recipe: BaseRecipe; readonly labels: Readonly<Record<string, string>> },
  archive: string,
  report: ProgressCallback,
): Promise<void> {
  const image = await pullByDigest(client, `debian:${recipe.suite}-slim`, report);
  const strip = await readFile(join(packageRoot(), 'images', 'base', 'strip.sh'), 'utf8');
  const container = await client.createContainer({
    Image: image,
    Labels: labels,
    // The script and the package names are arguments, not part of the command.
    Cmd: [
      'sh',
      '-ec',
      'script="$1"; shift; apt-get update; apt-get install --yes --no-install-recommends "$@"; sh -c "$script" strip.sh /',
      'sh',
      strip,
      ...recipe.include,
    ],
    Env: ['DEBIAN_FRONTEND=noninteractive'],
  });
  try {
    report('installing packages, removing setuid bits and caches');
    await container.start();
    const result = (await container.wait()) as { StatusCode: number };
    if (result.StatusCode !== 0)
      throw new AppEngineError('BaseNotBuilt', `building the base from ${image} failed; mend what it says:\n${await logOf(container)}`);
    report('packing');
    await pipeline(await container.export(), createWriteStream(archive));
  } finally {
    await container.remove({ force: true });
  }
}

async function pullByDigest(client: Dockerode, tag: string, report: ProgressCallback): Promise<string> {
  report(`pulling ${tag}`);
  try {
    const stream: NodeJS.ReadableStream = await client.pull(tag);
    await follow(client, stream);
  } catch (error) {
    throw new AppEngineError(
      'BaseUnavailable',
      `${tag} cannot be pulled (${error instanceof Error ? error.message : String(error)}), and debootstrap needs root on Debian; make one of the two possible`,
    );
  }
  // The tag can move while we work; the digest cannot.
  const { RepoDigests } = await client.getImage(tag).inspect();
  return RepoDigests[0] ?? tag;
}

async function logOf(container: Dockerode.Container): Promise<string> {
  const log = await container.logs({ stdout: true, stderr: true, tail: 15 });
  return log.toString('utf8');
}
