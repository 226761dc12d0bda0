import type { StateBackend } from '../constructs/cdktf/state-backend';
import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';
import type { Preview } from '../constructs/tenancy/preview';
import type { ServiceCatalogue } from '../constructs/service-pool/service-catalogue';
import type { Platform } from './platform';
import type { PlatformImages } from './platform-images';

/** The platform as the function of a tenant gets it for a preview: the same one, and which preview it is. */
export class PreviewPlatform implements Platform {
  readonly instance: Instance;
  readonly host: DockerHost;
  readonly images: PlatformImages;
  readonly services?: ServiceCatalogue;
  readonly registries?: readonly string[];
  readonly backend?: StateBackend;

  constructor(
    /** The platform itself. */
    readonly original: Platform,
    readonly preview: Preview,
  ) {
    const { instance, host, images, services, registries, backend } = original;
    this.instance = instance;
    this.host = host;
    this.images = images;
    if (services !== undefined) this.services = services;
    if (registries !== undefined) this.registries = registries;
    if (backend !== undefined) this.backend = backend;
  }

  /** The platform itself, where it is that of a preview. */
  static originalOf(platform: Platform): Platform {
    return platform instanceof PreviewPlatform ? platform.original : platform;
  }
}
