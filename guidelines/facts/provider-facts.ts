import type { Items, Known } from './known';
import type { ResourceFacts } from './resource-facts';

/** A provider block: how the engine and its registries are reached. */
export interface ProviderFacts extends ResourceFacts {
  readonly kind: 'provider';
  readonly host: Known<string | undefined>;
  /** True where client and engine both have certificates. */
  readonly mutualTls: Known<boolean>;
  readonly sshOptions: Items<string>;
  readonly registries: Items<RegistryLogin>;
}

/** Credentials of a registry. */
export interface RegistryLogin {
  readonly address: Known<string | undefined>;
  readonly password: Known<string | undefined>;
}
