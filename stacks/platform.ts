import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';
import type { StateBackend } from '../constructs/cdktf/state-backend';
import type { PlatformImages } from './platform-images';

/** What a tenant has to know about the platform: names alone, so that no tenant reads the platform's state. */
export interface Platform {
  readonly instance: Instance;
  readonly host: DockerHost;
  readonly images: PlatformImages;
  /** Where tenants' images may come from beside the Docker Official Images, such as `ghcr.io/acme`. @default nowhere else */
  readonly registries?: readonly string[];
  /** Where the states of the platform and of all tenants are kept. @default StateBackend.local() */
  readonly backend?: StateBackend;
}
