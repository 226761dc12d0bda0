import { known, knownOf, mapItems } from '../facts/known';
import type { VolumeFacts } from '../facts/volume-facts';
import { Block } from './block';
import { driverPathsOf } from './block-values';
import { opaqueFacts } from './read-opaque';
import type { Declaration } from './terraform-json';

export function volumeFacts({ address, path, block }: Declaration): VolumeFacts {
  return {
    kind: 'volume',
    address,
    path,
    name: block.text('name'),
    hostPaths: mapItems(driverPathsOf(block, 'driver_opts'), (hostPath) => known({ path: hostPath, readOnly: known(false) })),
    options: block.entries('driver_opts'),
  };
}

const CREATE = /\bdocker\s+volume\s+create\s/;
const OPTION = /(?:^|\s)(?:--opt|-o)[=\s]\s*["']?([^=\s]+)=([^\s"']+)/g;

/** Volumes that a provisioner makes with the docker client, as if they were declared. */
export function createdVolumes(declaration: Declaration): readonly VolumeFacts[] {
  const { address, path } = declaration;
  return opaqueFacts(declaration)
    .flatMap(({ commands }) => knownOf(commands))
    .filter((line) => CREATE.test(line))
    .map((line) => {
      const options = Object.fromEntries([...line.matchAll(OPTION)].map(([, name = '', value = '']) => [name, value]));
      const name = line.trimEnd().split(/\s+/).at(-1);
      return volumeFacts({ ...declaration, address, path, block: new Block(address, { name, driver_opts: options }) });
    });
}
