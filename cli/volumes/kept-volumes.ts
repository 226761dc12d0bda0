import { colors } from '../terminal/colors';
import type { States } from '../../operations/state/states';
import { findDataVolumes } from '../../operations/volumes/data-volumes';
import type { Session } from '../../operations/session';

/** Names of data volumes of `stacks` that are no longer declared: a deploy keeps them. */
export async function keptVolumes(session: Session, states: States, stacks: readonly string[]): Promise<readonly string[]> {
  const volumes = await findDataVolumes(session, states);
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
