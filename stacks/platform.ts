import type { DockerHost } from '../constructs/host/docker-host';
import type { Instance } from '../constructs/host/instance';
import type { StateBackend } from '../constructs/cdktf/state-backend';
import type { Registry } from '../constructs/registry/registry';
import type { Preview } from '../constructs/tenancy/preview';
import type { ServiceCatalogue } from '../constructs/service-pool/service-catalogue';
import type { ImagePolicy } from '../constructs/signing/image-policy';
import type { ReleaseSigning } from '../constructs/signing/release-signing';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import type { PlatformImages } from './platform-images';

/** The platform as a tenant knows it: names alone, so that no tenant reads the platform's state. */
export interface Platform {
  /** The installation. */
  readonly instance: Instance;
  /** The engine. */
  readonly host: DockerHost;
  /** The images that it builds. */
  readonly images: PlatformImages;
  /** Services that tenants may have. @default none */
  readonly services?: ServiceCatalogue;
  /** Registries of tenants' images beside the Docker Official Images, such as `ghcr.io/acme`. @default none */
  readonly registries?: readonly string[];
  /** Which images tenants run. @default any of an allowed registry, or built here */
  readonly imagePolicy?: ImagePolicy;
  /** How releases are signed. @default they are not */
  readonly signing?: ReleaseSigning;
  /** Keeps images of releases. @default the engine alone */
  readonly registry?: Registry | undefined;
  /** Keeps the states of the platform and of all tenants. @default StateBackend.local() */
  readonly backend?: StateBackend;
  /** Set where the function of a tenant is to make a preview of it. @default the tenant itself */
  readonly preview?: Preview;
  /** Known vulnerabilities that images of tenants may have. @default none is looked for */
  readonly vulnerabilities?: VulnerabilityPolicy | undefined;
}
