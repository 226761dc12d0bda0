import type { Instance } from '../../constructs/host/instance';
import type { Session } from '../session';
import { MARKER_ROLE, ownedBy } from './labels';
import { unlessMissing } from './status-code';

/**
 * A fact for all who change an installation, on any machine: an empty volume, of which the engine makes only one of a name. Volumes of containers have no dot
 * in their names.
 */
export interface Marker {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Makes a marker; one of that name that is there already stays as it is. */
export async function writeMarker(session: Session, name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  await session.engine().createVolume({
    Name: nameOf(session.instance, name),
    Labels: { 'appengine.instance': session.instance.name, 'appengine.role': MARKER_ROLE, ...labels },
  });
}

export async function hasMarker(session: Session, name: string): Promise<boolean> {
  return unlessMissing(async () => {
    await session.engine().getVolume(nameOf(session.instance, name)).inspect();
    return true;
  }, false);
}

export async function removeMarker(session: Session, name: string): Promise<void> {
  await unlessMissing(() => session.engine().getVolume(nameOf(session.instance, name)).remove(), undefined);
}

/** Those that have a label. @param label `name=value` */
export async function markersWith(session: Session, label: string): Promise<readonly Marker[]> {
  const filters = { label: [...ownedBy(session.instance).label, `appengine.role=${MARKER_ROLE}`, label] };
  const { Volumes: volumes } = await session.engine().listVolumes({ filters });
  return volumes.map(({ Name, Labels }) => ({ name: Name.slice(session.instance.name.length + 1), labels: Labels }));
}

function nameOf(instance: Instance, name: string): string {
  return `${instance.name}.${name}`;
}
