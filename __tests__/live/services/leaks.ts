import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../harness/project';

/** Where values were found, and in how many texts they were looked for. */
export interface Leaks {
  readonly found: readonly string[];
  readonly looked: number;
}

/** Looks for values in all that the project has on the disk, and in all that the engine says of its containers, volumes and images. */
export async function secretsFound(project: Project, values: readonly string[]): Promise<Leaks> {
  const texts = [...textsBelow(join(project.directory, '.appengine')), ...(await textsOfEngine(project))];
  const found = texts.flatMap(([place, text]) => (values.some((value) => text.includes(value)) ? [place] : []));
  return { found, looked: texts.length };
}

function textsBelow(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/.terraform/'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'utf8')] as const);
}

async function textsOfEngine({ docker, instance }: Project): Promise<readonly (readonly [string, string])[]> {
  const filters = { label: [`appengine.instance=${instance}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const ofContainers = await Promise.all(
    containers.map(async ({ Id, Names: [name = ''] }) => {
      const container = docker.getContainer(Id);
      const log = await container.logs({ stdout: true, stderr: true }).catch(() => Buffer.alloc(0));
      const processes = await container.top({ ps_args: '-eo args' }).catch(() => ({}));
      return [name, `${JSON.stringify(await container.inspect())}${log.toString()}${JSON.stringify(processes)}`] as const;
    }),
  );
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  const images = (await docker.listImages()).filter(({ RepoTags }) =>
    RepoTags?.some((tag) => tag.startsWith(`appengine.invalid/${instance}/`)),
  );
  const ofImages = await Promise.all(
    images.map(async ({ Id }) => [Id, JSON.stringify([await docker.getImage(Id).inspect(), await docker.getImage(Id).history()])] as const),
  );
  return [...ofContainers, ['volumes', JSON.stringify(volumes)] as const, ...ofImages];
}
