import type { BuilderFacts } from './builder-facts';
import type { ContainerFacts } from './container-facts';
import type { HostFacts } from './host-facts';
import type { ImageFacts, PushFacts } from './image-facts';
import type { NetworkFacts } from './network-facts';
import type { OpaqueFacts } from './opaque-facts';
import type { ProviderFacts } from './provider-facts';
import type { VolumeFacts } from './volume-facts';

/** Facts of every kind of resource. */
export type Facts =
  BuilderFacts | ContainerFacts | HostFacts | ImageFacts | NetworkFacts | OpaqueFacts | ProviderFacts | PushFacts | VolumeFacts;

/** Kind of a resource. */
export type Kind = Facts['kind'];

/** The facts of one or several kinds. */
export type FactsOf<K extends Kind> = Extract<Facts, { readonly kind: K }>;
