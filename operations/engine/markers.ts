import type { Instance } from '../../constructs/host/instance';
import { engine } from './connect';
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
export async function writeMarker(instance: Instance, name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  await engine().createVolume({
    Name: nameOf(instance, name),
    Labels: { 'appengine.instance': instance.name, 'appengine.role': MARKER_ROLE, ...labels },
  });
}

export async function hasMarker(instance: Instance, name: string): Promise<boolean> {
  return unlessMissing(async () => {
    await engine().getVolume(nameOf(instance, name)).inspect();
    return true;
  }, false);
}

export async function removeMarker(instance: Instance, name: string): Promise<void> {
  await unlessMissing(() => engine().getVolume(nameOf(instance, name)).remove(), undefined);
}

/** Those that have a label. @param label `name=value` */
export async function markersWith(instance: Instance, label: string): Promise<readonly Marker[]> {
  const filters = { label: [...ownedBy(instance).label, `appengine.role=${MARKER_ROLE}`, label] };
  const { Volumes: volumes } = await engine().listVolumes({ filters });
  return volumes.map(({ Name, Labels }) => ({ name: Name.slice(instance.name.length + 1), labels: Labels }));
}

function nameOf(instance: Instance, name: string): string {
  return `${instance.name}.${name}`;
}
