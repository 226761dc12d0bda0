import type { BuilderFacts } from '../facts/builder-facts';
import { known, mapItems, mapKnown, type Entry, type Items, type Known } from '../facts/known';
import type { Block } from './block';
import { isGiven } from './block-values';
import type { Declaration } from './terraform-json';

export function builderFacts({ address, path, block }: Declaration): BuilderFacts {
  return {
    kind: 'builder',
    address,
    path,
    flags: block.text('buildkit_flags'),
    configuration: block.text('buildkit_config'),
    options: [...block.entries('driver_options'), ...mapItems(block.blocks('docker_container'), networkOf)],
    endpoint: block.text('endpoint'),
    mutualTls: mutualTls(block),
  };
}

/** The one argument of the block that a driver option can set as well and that leads out of the container. */
function networkOf(container: Block): Items<Entry> {
  return mapItems([container.text('network')], (network): Known<Entry> | Items<Entry> =>
    (network ?? '') === '' ? [] : known({ name: 'network', value: known(network ?? '') }),
  );
}

function mutualTls(block: Block): Known<boolean> {
  const [remote] = block.blocks('remote');
  if (remote === undefined) return known(false);
  return mapKnown(remote, (tls) => ['cacert', 'cert', 'key'].every((name) => isGiven(tls, name)));
}
