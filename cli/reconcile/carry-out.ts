import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { pack } from 'tar-stream';
import type { StateInstance } from '../../operations/state/terraform-state';
import { statusOf } from '../../operations/engine/status-code';
import { bounded } from '../../operations/process/bounded';
import { strangeNetworks, type Deviation, type Drift } from './drift';
import type { ObservedContainer } from './observed';

const PARALLEL_REQUESTS = 8;
const LONGEST_START_MILLISECONDS = 30_000;
/** Answers of the engine. It refuses the removal of a network that something is in with 403. */
const [FORBIDDEN, NOT_FOUND, CONFLICT] = [403, 404, 409];

/** Stops each container in its own time, and removes it. */
export async function removeContainers(client: Dockerode, containers: readonly ObservedContainer[]): Promise<void> {
  await bounded(containers, PARALLEL_REQUESTS, async ({ id, status }) => {
    const container = client.getContainer(id);
    await tolerating([NOT_FOUND], async () => {
      if (status === 'running') await container.stop();
      await container.remove({ force: true, v: true });
    });
  });
}

/** Removes networks that nothing is in, and volumes that nothing mounts. @returns the names of those that were removed */
export async function removeUnused(
  client: Dockerode,
  networks: ReadonlyMap<string, string>,
  volumes: readonly string[],
): Promise<readonly string[]> {
  const removals = [
    ...[...networks].map(([id, name]) => ({ name, remove: () => client.getNetwork(id).remove() })),
    ...volumes.map((name) => ({ name, remove: () => client.getVolume(name).remove() })),
  ];
  const removed = await bounded(removals, 1, async ({ name, remove }) =>
    (await tolerating([NOT_FOUND, CONFLICT, FORBIDDEN], remove)) ? [name] : [],
  );
  return removed.flat();
}

/** Starts what stands still. @returns those that the engine cannot start, such as after their network was removed */
export async function startContainers(client: Dockerode, containers: readonly ObservedContainer[]): Promise<readonly ObservedContainer[]> {
  const results = await bounded(containers, PARALLEL_REQUESTS, async (container) => {
    try {
      const handle = client.getContainer(container.id);
      await (container.status === 'paused' ? handle.unpause() : handle.start());
      return [];
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      return [container];
    }
  });
  return results.flat();
}

/** Connects containers with the networks that they have lost. */
export async function attachContainers(client: Dockerode, detached: readonly Deviation[]): Promise<void> {
  for (const { container, declared } of detached) {
    for (const [network, { aliases, address }] of declared.networks) {
      if (container.networks.includes(network)) continue;
      const fixed = address === undefined ? {} : { IPAMConfig: { IPv4Address: address } };
      // What is not there yet comes with the apply.
      await tolerating([NOT_FOUND], () =>
        client.getNetwork(network).connect({ Container: container.id, EndpointConfig: { Aliases: [...aliases], ...fixed } }),
      );
    }
  }
}

/** Takes containers out of networks that they should not be in. */
export async function detachContainers(client: Dockerode, intruding: readonly Deviation[]): Promise<void> {
  for (const deviation of intruding) {
    for (const network of strangeNetworks(deviation)) {
      await tolerating([NOT_FOUND], () => client.getNetwork(network).disconnect({ Container: deviation.container.id, Force: true }));
    }
  }
}

/** Gives containers their names, and the limits that Terraform cannot set. */
export async function correctContainers(client: Dockerode, { renamed, loosened }: Pick<Drift, 'renamed' | 'loosened'>): Promise<void> {
  for (const { container, declared } of renamed) await client.getContainer(container.id).rename({ name: declared.name });
  for (const { container, declared } of loosened) await client.getContainer(container.id).update(declared.sealed);
}

/** Lets a loader write its files once more, over those of another generation. */
export async function rewriteFiles(client: Dockerode, { attributes }: StateInstance): Promise<void> {
  const archive = pack();
  for (const { file, content } of attributes.upload ?? []) {
    if (content !== undefined && content !== null) archive.entry({ name: file.replace(/^\//, '') }, content);
  }
  archive.finalize();
  const files = await buffer(archive);
  await tolerating([NOT_FOUND], () => client.getContainer(attributes.id ?? '').putArchive(files, { path: '/' }));
}

/** Someone else may have been faster. @returns whether it worked */
async function tolerating(statuses: readonly number[], work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || !statuses.includes(status)) throw error;
    return false;
  }
}

/** Waits until started containers are healthy, a while at most: what they need longer for is seen in the status. */
export async function waitUntilHealthy(client: Dockerode, containers: readonly ObservedContainer[]): Promise<void> {
  const deadline = Date.now() + LONGEST_START_MILLISECONDS;
  await bounded(containers, PARALLEL_REQUESTS, async ({ id }) => {
    while (Date.now() < deadline) {
      const { State: state } = await client.getContainer(id).inspect();
      if (!state.Running || (state.Health?.Status ?? 'healthy') !== 'starting') return;
      await sleep(250);
    }
  });
}
