import { known, mapItems, type Known } from '../facts/known';
import type { ProviderFacts } from '../facts/provider-facts';
import type { Block } from './block';
import { isGiven } from './block-values';
import type { Declaration } from './terraform-json';

export function providerFacts({ address, path, block }: Declaration): ProviderFacts {
  return {
    kind: 'provider',
    address,
    path,
    host: block.text('host'),
    mutualTls: mutualTls(block),
    sshOptions: block.texts('ssh_opts'),
    registries: mapItems(block.blocks('registry_auth'), (login) =>
      known({ address: login.text('address'), password: login.text('password') }),
    ),
  };
}

/** A directory of certificates, or all three as text: a file that an expression names is as good as one that is written down. */
function mutualTls(block: Block): Known<boolean> {
  return known(isGiven(block, 'cert_path') || ['ca_material', 'cert_material', 'key_material'].every((name) => isGiven(block, name)));
}
