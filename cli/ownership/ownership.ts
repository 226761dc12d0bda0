import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import { stacksInState } from '../state/state';
import { findLeftovers, type Leftovers } from '../down/leftovers';
import { userName } from '../locks/lock-holder';
import type { Workspace } from '../workspace';
import { decideOwnership, Ownership } from './decide';
import { readOwner, removeOwner, writeOwner, type DeploymentOwner } from './deployment-owner';

/** docs/decisions/023: a project changes only what it deployed itself. */
export interface OwnershipOptions {
  /** Makes this project the owner of what another one deployed. @default false */
  readonly takesOver?: boolean;
}

/**
 * Makes sure that the instance is this project's before anything of it is changed, and says so on the engine.
 * @throws AppEngineError InstanceOwnedElsewhere, InstanceOwnerUnknown
 */
export async function claimInstance(workspace: Workspace, options: OwnershipOptions = {}): Promise<void> {
  const { instance } = workspace;
  const owner = await readOwner(instance);
  const ownership = await decide(workspace, owner, options);
  if (ownership === Ownership.CONFIRMED) return;
  if (ownership === Ownership.ADOPTED) {
    writeId(instance, owner?.id ?? '');
    return;
  }
  if (ownership === Ownership.TAKEN_OVER) await removeOwner(instance);
  const id = readId(instance) ?? randomUUID();
  writeId(instance, id);
  const named = await writeOwner(instance, thisProject(workspace, id));
  // Two projects may have found that nobody is named at the same moment.
  await decide(workspace, named, {});
}

/**
 * As {@link claimInstance}, for a command that only removes: nobody becomes the owner of nothing.
 * @throws AppEngineError InstanceOwnedElsewhere, InstanceOwnerUnknown
 */
export async function checkOwnership(workspace: Workspace, options: OwnershipOptions = {}): Promise<void> {
  await decide(workspace, await readOwner(workspace.instance), options);
}

/** Ends the ownership once nothing of the instance is left; data volumes that were kept keep their owner. */
export async function releaseInstance({ instance }: Workspace): Promise<void> {
  if (!isEmpty(await findLeftovers(instance))) return;
  await removeOwner(instance);
  rmSync(idFile(instance), { force: true });
}

async function decide(
  workspace: Workspace,
  owner: DeploymentOwner | undefined,
  { takesOver = false }: OwnershipOptions,
): Promise<Ownership> {
  const { instance } = workspace;
  const { directory, host } = thisProject(workspace, '');
  return decideOwnership({
    instance: instance.name,
    project: { directory, host, id: readId(instance) },
    owner,
    hasStates: stacksInState(instance).length > 0,
    hasResources: !isEmpty(await findLeftovers(instance)),
    takesOver,
  });
}

function thisProject({ directory }: Workspace, id: string): DeploymentOwner {
  return { id, directory, host: hostname(), user: userName(), since: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC' };
}

function isEmpty({ containers, networks, volumes, dataVolumes }: Leftovers): boolean {
  return containers.length + networks.length + volumes.length + dataVolumes.length === 0;
}

function idFile(instance: Instance): string {
  return join(instance.directory, 'owner-id');
}

function readId(instance: Instance): string | undefined {
  const file = idFile(instance);
  const id = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return id === '' ? undefined : id;
}

/** As a whole or not at all: a full disk must not leave half of it. */
function writeId(instance: Instance, id: string): void {
  const file = idFile(instance);
  mkdirSync(instance.directory, { recursive: true });
  writeFileSync(`${file}.new`, `${id}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
