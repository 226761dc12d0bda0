import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import type { StateStore } from '../../operations/state/state-store';
import type { States } from '../../operations/state/states';
import { findLeftovers, type Leftovers } from '../down/leftovers';
import { userName } from '../locks/lock-holder';
import { replaceFile } from '../../operations/process/replace-file';
import type { Session } from '../../operations/session';
import { decideOwnership, Ownership } from './decide';
import { readOwner, removeOwner, writeOwner, type DeploymentOwner } from './deployment-owner';
import { installationId, rememberId } from './installation-id';

/** docs/decisions/023: a project changes only what it deployed itself. */
export interface OwnershipOptions {
  /** Makes this project the owner of what another one deployed. @default false */
  readonly takesOver?: boolean;
}

/** States of the installation, as they were read. */
export interface KnownStates {
  readonly store: StateStore;
  readonly states: States;
}

/**
 * Makes sure that the instance is this project's before anything of it is changed, and says so on the engine.
 * @returns the id of the installation
 * @throws AppEngineError InstanceOwnedElsewhere, InstanceOwnerUnknown, InstanceOnAnotherEngine
 */
export async function claimInstance(session: Session, known: KnownStates, options: OwnershipOptions = {}): Promise<string> {
  const { instance } = session;
  const owner = await readOwner(session);
  const ownership = await decide(session, known, owner, options);
  const stateId = installationId(known.states);
  if (owner !== undefined && (ownership === Ownership.CONFIRMED || ownership === Ownership.ADOPTED)) {
    if (readId(instance) !== owner.id) await writeId(instance, owner.id);
    return owner.id;
  }
  if (ownership === Ownership.TAKEN_OVER) await removeOwner(session);
  const id = stateId ?? readId(instance) ?? randomUUID();
  await writeId(instance, id);
  const named = await writeOwner(session, thisProject(session, id));
  // Two projects may have found at the same moment that no owner is named.
  await decide(session, known, named, {});
  return id;
}

/**
 * As {@link claimInstance}, for a command that only removes: no project becomes the owner of nothing.
 * @throws AppEngineError InstanceOwnedElsewhere, InstanceOwnerUnknown
 */
export async function checkOwnership(session: Session, known: KnownStates, options: OwnershipOptions = {}): Promise<void> {
  await decide(session, known, await readOwner(session), options);
}

/**
 * Ends the ownership once nothing of the instance is left; data volumes that were kept keep their owner.
 * @param stack that had the id in its state: what is left belongs to everybody who shares it
 */
export async function releaseInstance(session: Session, store: StateStore, stack: string | undefined): Promise<void> {
  if (isEmpty(await findLeftovers(session))) {
    await removeOwner(session);
    rmSync(idFile(session.instance), { force: true });
    return;
  }
  const owner = await readOwner(session);
  if (store.isShared && stack !== undefined && owner !== undefined) await rememberId(store, stack, owner.id);
}

async function decide(
  session: Session,
  { store, states }: KnownStates,
  owner: DeploymentOwner | undefined,
  { takesOver = false }: OwnershipOptions,
): Promise<Ownership> {
  const { instance } = session;
  const { directory, host } = thisProject(session, '');
  return decideOwnership({
    instance: instance.name,
    project: { directory, host, id: readId(instance) },
    stateId: installationId(states),
    owner,
    hasStates: states.stacks.length > 0,
    isShared: store.isShared,
    hasResources: !isEmpty(await findLeftovers(session)),
    takesOver,
  });
}

function thisProject({ workspace: { directory } }: Session, id: string): DeploymentOwner {
  return { id, directory, host: hostname(), user: userName(), since: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC' };
}

function isEmpty({ containers, networks, volumes, dataVolumes }: Leftovers): boolean {
  return containers.length + networks.length + volumes.length + dataVolumes.length === 0;
}

function idFile(instance: Instance): string {
  return join(instance.directory, 'owner-id');
}

/** The id by which this checkout knows the installation; undefined where it has never deployed. */
export function projectId({ instance }: Session): string | undefined {
  return readId(instance);
}

function readId(instance: Instance): string | undefined {
  const file = idFile(instance);
  const id = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return id === '' ? undefined : id;
}

async function writeId(instance: Instance, id: string): Promise<void> {
  await replaceFile(idFile(instance), `${id}\n`);
}
