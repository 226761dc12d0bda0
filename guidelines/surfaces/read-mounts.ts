import type { Mount, Tmpfs } from '../facts/container-facts';
import type { HostPath } from '../facts/host-path';
import { known, mapItems, mapKnown, type Entry, type Items, type Known } from '../facts/known';
import type { VolumeFacts } from '../facts/volume-facts';
import { mountSource } from '../normalise/host-path';
import { tmpfsOptions } from '../normalise/tmpfs-options';
import type { Block } from './block';
import { driverPathsOf, isGiven, isOn } from './block-values';

/** Blocks `mounts` and `volumes`, as one, by their targets: a plan has them in another order than what was synthesized. */
export function mountsOf(container: Block): Items<Mount> {
  const mounts = [
    ...mapItems(container.blocks('mounts'), (block) => known(mountOf(block))),
    ...mapItems(container.blocks('volumes'), (block) =>
      isGiven(block, 'host_path') || isGiven(block, 'volume_name') ? known(volumeOf(block)) : [],
    ),
  ];
  return mounts.sort((one, other) => Number(targetOf(one) > targetOf(other)) - Number(targetOf(one) < targetOf(other)));
}

/** Empty where it is not known. */
function targetOf(mount: Known<Mount>): string {
  return mount.known && mount.value.target.known ? (mount.value.target.value ?? '') : '';
}

function mountOf(block: Block): Mount {
  const volumeOptions = block.blocks('volume_options');
  return {
    type: block.text('type'),
    source: mapKnown(block.text('source'), mountSource),
    target: block.text('target'),
    readOnly: isOn(block, 'read_only'),
    propagation: single(mapItems(block.blocks('bind_options'), (options) => [options.text('propagation')])),
    ambiguous: false,
    driverPaths: mapItems(volumeOptions, (options) => driverPathsOf(options, 'driver_options')),
    driverOptions: mapItems(volumeOptions, (options) => options.entries('driver_options')),
  };
}

function volumeOf(block: Block): Mount {
  const path = block.text('host_path');
  return {
    type: known(undefined),
    source: mapKnown(isGiven(block, 'host_path') ? path : block.text('volume_name'), mountSource),
    target: block.text('container_path'),
    readOnly: isOn(block, 'read_only'),
    propagation: known(undefined),
    ambiguous: isGiven(block, 'host_path') && isGiven(block, 'volume_name'),
    driverPaths: [],
    driverOptions: [],
  };
}

/** Paths of the host behind mounts: their own, those in driver options, and those of volumes that are declared as binds. */
export function hostPathsOf(mounts: Items<Mount>, volumes: readonly VolumeFacts[]): Items<HostPath> {
  return mapItems(mounts, ({ type, source, readOnly, driverPaths }) => [
    ...mapItems(driverPaths, (path) => known({ path, readOnly })),
    ...sourcePaths(source, type, readOnly),
    ...volumes
      .filter(({ name }) => name.known && source.known && name.value !== undefined && name.value === source.value)
      .flatMap(({ hostPaths }) => mapItems(hostPaths, ({ path }) => known({ path, readOnly }))),
  ]);
}

function sourcePaths(source: Known<string | undefined>, type: Known<string | undefined>, readOnly: Known<boolean>): Items<HostPath> {
  if (source.known) return source.value?.startsWith('/') === true ? [known({ path: source.value, readOnly })] : [];
  // An unknown source of a volume is a name; of anything else it may be a path.
  return type.known && (type.value === 'volume' || type.value === 'tmpfs') ? [] : [source];
}

/** The map `tmpfs`, and mounts of that type. */
export function tmpfsOf(container: Block): Items<Tmpfs> {
  const mounted = mapItems(container.blocks('mounts'), (mount) => {
    const type = mount.text('type');
    if (type.known && type.value !== 'tmpfs') return [];
    if (!type.known) return [type];
    const sizes = mapItems(mount.blocks('tmpfs_options'), (options) => [mapKnown(options.number('size_bytes'), positive)]);
    return known({ path: mapKnown(mount.text('target'), String), bytes: single(sizes), flags: known([]) });
  });
  return [...mappedTmpfs(container.entries('tmpfs')), ...mounted];
}

/** Paths with the options of what is mounted there, such as `size=16m,noexec`. */
export function mappedTmpfs(entries: Items<Entry>): Items<Tmpfs> {
  return mapItems(entries, ({ name, value }) => {
    const options = mapKnown(value, tmpfsOptions);
    return known({ path: known(name), bytes: mapKnown(options, ({ bytes }) => bytes), flags: mapKnown(options, ({ flags }) => flags) });
  });
}

function positive(bytes: number | undefined): number | undefined {
  return bytes !== undefined && bytes > 0 ? bytes : undefined;
}

function single<T>(items: Items<T | undefined>): Known<T | undefined> {
  return items[0] ?? known(undefined);
}
