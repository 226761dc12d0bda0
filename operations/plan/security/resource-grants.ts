import type { Facts } from '../../../guidelines/facts';
import type { ImageFacts } from '../../../guidelines/facts/image-facts';
import { known, knownOf, mapKnown } from '../../../guidelines/facts/known';
import type { NetworkFacts } from '../../../guidelines/facts/network-facts';
import type { OpaqueFacts } from '../../../guidelines/facts/opaque-facts';
import type { ProviderFacts } from '../../../guidelines/facts/provider-facts';
import type { VolumeFacts } from '../../../guidelines/facts/volume-facts';
import { imageReference } from '../../../guidelines/normalise/image-reference';
import type { Grant } from './grant';
import { each, given, plain, setting } from './grants-at';
import { imageText, isPinned } from './image-text';

/** Grants of networks, volumes, images and connections. */
export function resourceGrants(facts: readonly Facts[]): readonly Grant[] {
  return facts.flatMap((fact): readonly Grant[] => {
    switch (fact.kind) {
      case 'network':
        return networkGrants(fact);
      case 'volume':
        return volumeGrants(fact);
      case 'image':
        return baseGrants(fact);
      case 'provider':
        return [connectionGrant(fact)];
      case 'opaque':
        return opaqueGrants(fact);
      case 'builder':
      case 'container':
      case 'host':
      case 'push':
        return [];
    }
  });
}

function networkGrants({ path: where, internal, attachable, options }: NetworkFacts): readonly Grant[] {
  const base = { where, guideline: 'SDG-15' };
  return [
    // A difference of a new network, too: there is a way out of the host that there was not.
    ...each({ kind: 'network-setting', ...base }, internal.known && internal.value ? [] : [internal], () =>
      plain('way out', 'a way out of the host'),
    ),
    setting(
      { kind: 'network-setting', key: 'attachable', ...base },
      attachable,
      (value) => (value ? 'anybody may join' : 'nobody else joins'),
      (value) => (value ? 1 : 0),
    ),
    ...each({ kind: 'network-setting', ...base, having: 'changed', isUsual: true }, options, ({ name, value }) => ({
      key: name,
      text: mapKnown(value, (text) => `${name} = ${text}`),
    })),
  ];
}

/** A volume that stands for a path of the host. */
function volumeGrants({ path: where, hostPaths }: VolumeFacts): readonly Grant[] {
  return each({ kind: 'bind', where, guideline: 'SDG-10' }, hostPaths, ({ path, readOnly }) => ({
    key: path,
    text: mapKnown(readOnly, (only) => `${path} ${only ? 'read-only' : 'writable'}`),
    level: readOnly.known && readOnly.value ? 1 : 2,
  }));
}

/** Images that a build begins with: they are among its arguments. */
function baseGrants({ path: where, build }: ImageFacts): readonly Grant[] {
  return knownOf(build?.arguments ?? []).flatMap(({ name, value }): readonly Grant[] => {
    if (!value.known || !/^appengine\.invalid\/|@sha256:[0-9a-f]{64}$/.test(value.value)) return [];
    const image = imageReference(value.value);
    const level = isPinned(image) ? 0 : 1;
    return [
      { kind: 'image', where, key: name, guideline: 'SDG-01', having: 'changed', isUsual: true, text: known(imageText(image)), level },
    ];
  });
}

/** How the engine is reached: over tcp alone is worse than any other way. */
function connectionGrant({ path: where, host, mutualTls }: ProviderFacts): Grant {
  const level = (address: string | undefined): number =>
    address?.startsWith('tcp:') === true && !(mutualTls.known && mutualTls.value) ? 1 : 0;
  const { isUsual: _isUsual, ...grant } = setting(
    { kind: 'connection', where, guideline: 'SDG-02' },
    given(host),
    (address) => address ?? 'the default',
    level,
  );
  return { ...grant, ...(grant.level === 0 ? { having: 'changed' } : {}) };
}

/** Programs of the platform run beside resources all the time; a resource that is opaque itself starts what no rule sees. */
function opaqueGrants({ path: where, type }: OpaqueFacts): readonly Grant[] {
  if (type === 'docker_container' || type === 'terraform_data' || type === 'docker_image') return [];
  return [{ kind: 'engine-driver', where, key: type, guideline: 'SDG-17', text: known(type) }];
}
