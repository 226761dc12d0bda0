import type { Project } from './project';

/** How many containers wrote a volume at the same moment, and how many started. */
export interface Writers {
  readonly most: number;
  readonly starts: number;
}

interface LifeEvent {
  readonly Action: 'start' | 'die';
  /** Engine 29 no longer has the short `id` beside it. */
  readonly Actor: { readonly ID: string };
}

/** Follows the engine's own events until told to end: no moment is between two looks. */
export async function watchWriters(project: Project, volume: string): Promise<{ end(): Writers }> {
  const running = new Set((await project.docker.listContainers({ filters: { volume: [volume] } })).map(({ Id }) => Id));
  const mounts = new Map<string, Promise<boolean>>();
  const found = { most: running.size, starts: 0 };
  const stream = await project.docker.getEvents({
    filters: { type: ['container'], event: ['start', 'die'], label: [`appengine.instance=${project.instance}`, 'appengine.role=replica'] },
  });
  const isWriter = (id: string): Promise<boolean> => {
    const known =
      mounts.get(id) ??
      project.docker
        .getContainer(id)
        .inspect()
        .then(
          ({ Mounts }) => Mounts.some(({ Name }) => Name === volume),
          () => running.has(id),
        );
    mounts.set(id, known);
    return known;
  };
  let order = Promise.resolve();
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    for (const { Action: action, Actor: actor } of lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LifeEvent)) {
      order = order.then(async () => {
        if (action === 'die') running.delete(actor.ID);
        else if (await isWriter(actor.ID)) {
          running.add(actor.ID);
          found.starts++;
        }
        found.most = Math.max(found.most, running.size);
      });
    }
  });
  return {
    end: () => {
      (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
      return found;
    },
  };
}
