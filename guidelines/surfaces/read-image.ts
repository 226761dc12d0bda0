import type { BuildFacts, ImageFacts, PushFacts } from '../facts/image-facts';
import { known, itemOf, mapItems, mapKnown, type Entry, type Items } from '../facts/known';
import { imageReference } from '../normalise/image-reference';
import type { Block } from './block';
import { isGiven, isOn, required, securityOptions } from './block-values';
import type { Declaration } from './terraform-json';

export function imageFacts({ address, path, block }: Declaration): ImageFacts {
  return {
    kind: 'image',
    address,
    path,
    reference: mapKnown(required(block, 'name'), imageReference),
    ...(block.blocks('build').length === 0 ? {} : { build: buildFacts(block) }),
  };
}

function buildFacts(image: Block): BuildFacts {
  const builds = image.blocks('build');
  const [first] = builds;
  return {
    arguments: mapItems(builds, (build) => [...build.entries('build_args'), ...build.entries('build_arg')]),
    texts: mapItems(builds, textsOf),
    credentials: mapItems(builds, (build) =>
      mapItems(build.blocks('auth_config'), (login) => CREDENTIALS.filter((name) => isGiven(login, name)).map(known)),
    ),
    network: !first?.known
      ? { known: false, expression: first?.expression ?? 'build' }
      : mapKnown(first.value.text('network_mode'), (mode) => (mode === '' ? undefined : mode)),
    securityOptions: mapItems(builds, (build) => securityOptions(build, 'security_opt')),
  };
}

const CREDENTIALS = ['auth', 'identity_token', 'password', 'registry_token'];

function textsOf(build: Block): Items<Entry> {
  // A plan has an empty one where none is set.
  const address = mapKnown(build.text('remote_context'), (value) => (value === '' ? undefined : value));
  const context = mapItems(itemOf(address), (value) => known({ name: 'remote_context', value: known(value) }));
  return [...build.entries('label'), ...build.entries('labels'), ...context];
}

export function pushFacts({ address, path, block }: Declaration): PushFacts {
  return { kind: 'push', address, path, skipsVerification: isOn(block, 'insecure_skip_verify') };
}
