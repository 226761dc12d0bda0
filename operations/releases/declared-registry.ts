import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import type { RegistryDescription } from '../../stacks/registry-description';
import type { StackConfiguration } from './declared-releases';

/** The registry that a stack keeps images of releases in; undefined where it has none. */
export function registryOf({ output }: StackConfiguration): RegistryDescription | undefined {
  return output?.registry?.value;
}

/** True for an image that is kept in a registry. @param reference such as `10.0.0.5:5000/acme/shop@sha256:…` */
export function isKeptIn({ address }: RegistryDescription, reference: string): boolean {
  return reference.startsWith(`${address}/`);
}

/**
 * Refuses a release whose image is in a registry that the program does not name: who can write a release file could let engines pull from anywhere.
 * @throws AppEngineError RegistryForeign
 */
export function checkTrusted(
  registry: RegistryDescription | undefined,
  place: ReleasePlace,
  release: Release,
  reference: string,
): RegistryDescription {
  if (registry !== undefined && isKeptIn(registry, reference)) return registry;
  const [foreign = reference] = reference.split('/');
  const named = registry === undefined ? 'the platform names no registry' : `the platform names ${registry.address}`;
  throw new AppEngineError(
    'RegistryForeign',
    `release ${String(release.number)} of ${place.toString()} is in registry ${foreign}, and ${named}; name it, if it is yours: new PlatformStack(…, { registry: Registry.external(${JSON.stringify(foreign)}) }), or build the release again`,
  );
}
