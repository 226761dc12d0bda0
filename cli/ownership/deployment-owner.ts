import type { Instance } from '../../constructs/host/instance';
import { OWNER_ROLE } from '../../operations/engine/labels';
import { unlessMissing } from '../../operations/engine/status-code';
import type { Session } from '../../operations/session';

/** The project that an instance on an engine belongs to. */
export interface DeploymentOwner {
  /** Random; the project keeps it beside its states. */
  readonly id: string;
  /** Absolute path of the project. */
  readonly directory: string;
  readonly host: string;
  readonly user: string;
  /** ISO 8601. */
  readonly since: string;
}

const FIELDS = ['id', 'directory', 'host', 'user', 'since'] as const;
const PREFIX = 'appengine.owner.';

/** The owner of an instance that the engine names; undefined if it names none. */
export async function readOwner(session: Session): Promise<DeploymentOwner | undefined> {
  return unlessMissing(async () => {
    const { Labels: labels } = await session.engine().getVolume(nameOf(session.instance)).inspect();
    const valueOf = (field: (typeof FIELDS)[number]): string => labels[`${PREFIX}${field}`] ?? '';
    return {
      id: valueOf('id'),
      directory: valueOf('directory'),
      host: valueOf('host'),
      user: valueOf('user'),
      since: valueOf('since'),
    };
  }, undefined);
}

/**
 * Names the owner of an instance, unless it has one: then that one stays.
 * @returns the owner from now on
 */
export async function writeOwner(session: Session, owner: DeploymentOwner): Promise<DeploymentOwner> {
  const fields = FIELDS.map((field) => [`${PREFIX}${field}`, owner[field]]);
  await session.engine().createVolume({
    Name: nameOf(session.instance),
    Labels: { 'appengine.instance': session.instance.name, 'appengine.role': OWNER_ROLE, ...Object.fromEntries(fields) } as Record<
      string,
      string
    >,
  });
  return (await readOwner(session)) ?? owner;
}

export async function removeOwner(session: Session): Promise<void> {
  await unlessMissing(() => session.engine().getVolume(nameOf(session.instance)).remove(), undefined);
}

function nameOf(instance: Instance): string {
  return `${instance.name}-owner`;
}
