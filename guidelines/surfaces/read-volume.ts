import { known, mapItems } from '../facts/known';
import type { VolumeFacts } from '../facts/volume-facts';
import { driverPathsOf } from './block-values';
import type { Declaration } from './terraform-json';

export function volumeFacts({ address, path, block }: Declaration): VolumeFacts {
  return {
    kind: 'volume',
    address,
    path,
    name: block.text('name'),
    hostPaths: mapItems(driverPathsOf(block, 'driver_opts'), (hostPath) => known({ path: hostPath, readOnly: known(false) })),
  };
}
