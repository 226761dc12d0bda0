import type { Instance } from '../../constructs/host/instance';
import { engine } from '../engine/connect';
import { ownedBy } from '../engine/labels';
import type { TerraformState } from './state';

/**
 * Removes the containers that a failed deploy created and could not start, as where a port is taken or a profile is not loaded: their names would be
 * in the way of the next try. What never ran has nothing to tell; Terraform finds that it is gone.
 */
export async function removeUnstarted(instance: Instance, state: TerraformState): Promise<void> {
  const failed = new Set(
    state.resources
      .filter(({ type }) => type === 'docker_container')
      .flatMap(({ instances }) => instances.flatMap(({ status, attributes }) => (status === 'tainted' ? [attributes.id] : []))),
  );
  const client = engine();
  const unstarted = await client.listContainers({ all: true, filters: { ...ownedBy(instance), status: ['created'] } });
  for (const { Id } of unstarted.filter(({ Id }) => failed.has(Id))) await client.getContainer(Id).remove({ v: true });
}
