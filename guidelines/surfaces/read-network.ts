import type { NetworkFacts } from '../facts/network-facts';
import { isOn } from './block-values';
import type { Declaration } from './terraform-json';

export function networkFacts({ address, path, block }: Declaration): NetworkFacts {
  return {
    kind: 'network',
    address,
    path,
    name: block.text('name'),
    driver: block.text('driver'),
    attachable: isOn(block, 'attachable'),
    internal: isOn(block, 'internal'),
    options: block.entries('options'),
  };
}
