import type { Instance } from '../../constructs/host/instance';
import { colors } from '../terminal/colors';
import { findDataVolumes } from './data-volumes';

/** Names of data volumes of `stacks` that are no longer declared: a deploy keeps them. */
export async function keptVolumes(instance: Instance, stacks: readonly string[]): Promise<readonly string[]> {
  const volumes = await findDataVolumes(instance);
  return volumes.filter(({ declared, stack }) => !declared && stacks.includes(stack)).map(({ name }) => name);
}

export function describeKept(names: readonly string[]): string {
  return names
    .map(
      (name) =>
        `  ${colors.yellow('!')} data volume ${name} is kept and no longer declared; remove it with: npx appengine volumes remove ${name}\n`,
    )
    .join('');
}
