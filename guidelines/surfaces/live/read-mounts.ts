import type { Mount, Tmpfs } from '../../facts/container-facts';
import type { HostPath } from '../../facts/host-path';
import { known, knownOf, mapItems, mapKnown, unknown, type Entry, type Items, type Known } from '../../facts/known';
import type { VolumeFacts } from '../../facts/volume-facts';
import { driverPaths } from '../../normalise/driver-paths';
import { hostPath, mountSource } from '../../normalise/host-path';
import { hostPathsOf, mappedTmpfs } from '../read-mounts';
import type { EngineResponse } from './engine-response';

/** Mounts as the engine resolved them, with the driver options that only the request for it names. */
export function mountsOf(container: EngineResponse): Items<Mount> {
  const requests = hostConfig(container).parts('Mounts');
  return mapItems(container.parts('Mounts'), (mount) => {
    const type = mount.text('Type');
    const isVolume = type.known && type.value === 'volume';
    const target = mount.text('Destination');
    const driverOptions = mapItems(requests, (request) => (isSame(request.text('Target'), target) ? requestedOptions(request) : []));
    return known({
      type,
      source: isVolume ? mount.text('Name') : mapKnown(mount.text('Source'), mountSource),
      target,
      readOnly: mapKnown(mount.flag('RW'), (isWritable) => isWritable === false),
      propagation: mount.text('Propagation'),
      ambiguous: false,
      driverPaths: pathsIn(driverOptions),
      driverOptions,
    });
  });
}

/** Paths of the host behind the mounts. A volume that the engine did not list may lead anywhere. */
export function hostPathsBehind(mounts: Items<Mount>, volumes: readonly VolumeFacts[]): Items<HostPath> {
  const listed = new Set(volumes.flatMap(({ name }) => (name.known ? [name.value] : [])));
  const unlisted = knownOf(mounts).flatMap(({ type, source }) =>
    type.known && type.value === 'volume' && source.known && !listed.has(source.value)
      ? [unknown(`the options of volume ${String(source.value)} are not told`)]
      : [],
  );
  return [...hostPathsOf(mounts, volumes), ...unlisted];
}

/** The map `Tmpfs`, and mounts of that type. */
export function tmpfsOf(container: EngineResponse): Items<Tmpfs> {
  const config = hostConfig(container);
  const mounted = mapItems(config.parts('Mounts'), (mount) => {
    const type = mount.text('Type');
    if (!type.known) return type;
    if (type.value !== 'tmpfs') return [];
    const options = mount.treatMissingAsUnset('TmpfsOptions').part('TmpfsOptions').treatMissingAsUnset('SizeBytes');
    return known({ path: mount.required('Target'), bytes: options.limit('SizeBytes'), flags: known([]) });
  });
  return [...mappedTmpfs(config.entries('Tmpfs')), ...mounted];
}

/** Paths of the host in the options of a volume driver. */
export function pathsIn(options: Items<Entry>): Items<string> {
  return mapItems(options, ({ name, value }) => (value.known ? driverPaths(name, value.value).map(known) : [value]));
}

function hostConfig(container: EngineResponse): EngineResponse {
  return container.part('HostConfig').treatMissingAsUnset('Mounts', 'Tmpfs');
}

function requestedOptions(request: EngineResponse): Items<Entry> {
  const volume = request.treatMissingAsUnset('VolumeOptions').part('VolumeOptions').treatMissingAsUnset('DriverConfig');
  return volume.part('DriverConfig').treatMissingAsUnset('Options').entries('Options');
}

function isSame(one: Known<string | undefined>, other: Known<string | undefined>): boolean {
  return !one.known || !other.known || hostPath(one.value ?? '') === hostPath(other.value ?? '');
}
