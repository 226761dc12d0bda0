import type { IContainerImage } from '../constructs/image/container-image';
import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';

/** Images that the platform builds and tenants build on. */
export interface PlatformImages {
  /** Gets certificates from an ACME server. */
  readonly acme: IContainerImage;
  /** Debian 13. */
  readonly base: IContainerImage;
  /** Makes certificates. */
  readonly certificates: IContainerImage;
  /** The apps' Squid. */
  readonly egress: IContainerImage;
  /** The tenants' HAProxy. */
  readonly gateway: IContainerImage;
  /** A current LTS Node. */
  readonly node: IContainerImage;
  /** Python 3.13. */
  readonly python: IContainerImage;
  /** nginx that serves `/srv/www` on 8080. */
  readonly staticFiles: IContainerImage;
}

/** What a tenant has to know about the platform: names alone, so that no tenant reads the platform's state. */
export interface Platform {
  readonly instance: Instance;
  readonly host: DockerHost;
  readonly images: PlatformImages;
  /** Where tenants' images may come from beside the Docker Official Images, such as `ghcr.io/acme`. @default nowhere else */
  readonly registries?: readonly string[];
}
