import type { Construct } from 'constructs';
import { CertificateAuthority } from '../constructs/certificates/certificate-authority';
import { DockerHost } from '../constructs/host/docker-host';
import { Instance } from '../constructs/host/instance';
import { IngressNetwork } from '../constructs/network/ingress-network';
import { OperationsNetwork } from '../constructs/network/operations-network';
import { SharedServer } from '../constructs/services/shared/shared-server';
import { sharedPostgres } from '../constructs/services/shared/shared-postgres';
import { AppRouter } from '../constructs/edge/app-router';
import { HostedRegistry } from '../constructs/registry/hosted-registry';
import type { Registry } from '../constructs/registry/registry';
import { StateBackend } from '../constructs/cdktf/state-backend';
import { ServiceCatalogue } from '../constructs/service-pool/service-catalogue';
import type { ServiceOffer } from '../constructs/service-pool/service-offer';
import { ServicePool } from '../constructs/service-pool/service-pool';
import type { ImagePolicy } from '../constructs/signing/image-policy';
import type { ReleaseSigning } from '../constructs/signing/release-signing';
import { addStackOutput } from '../constructs/cdktf/stack-output';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import { addInstallationId } from '../constructs/owner/installation';
import { AppEngineStack } from './app-engine-stack';
import type { Platform } from './platform';
import { describeOffer } from './service-description';
import { describeRegistry } from './registry-description';
import { BuiltImages, type PlatformImages } from './platform-images';

/** Which AppEngine on which engine. */
export interface PlatformStackProps {
  /** @default from APPENGINE_INSTANCE and APPENGINE_HTTP_PORT */
  readonly instance?: Instance;
  /** @default from DOCKER_HOST, else the local engine */
  readonly host?: DockerHost;
  /** Registries of images beside the Docker Official Images, such as `ghcr.io/acme`. @default none */
  readonly registries?: readonly string[];
  /**
   * Addresses of the host, IPv4 or IPv6, on which clients elsewhere reach the router. Public names need APPENGINE_HTTP_PORT=80 and APPENGINE_HTTPS_PORT=443.
   * @default none: clients on the host alone
   */
  readonly addresses?: readonly string[];
  /** Services that tenants may have: the platform builds the images of these alone. @default ServicePool.none() */
  readonly services?: ServicePool;
  /** Which images tenants run, unless a tenant says so itself, such as those of signed releases alone. @default any of an allowed registry, or built here */
  readonly imagePolicy?: ImagePolicy;
  /** How `npx appengine release build` signs, unless a tenant says so itself. @default releases are not signed */
  readonly signing?: ReleaseSigning;
  /** Keeps images of releases, for other engines and for a host that was lost. @default the engine that built them alone */
  readonly registry?: Registry;
  /** Keeps the states of the platform and of all tenants. @default StateBackend.local() */
  readonly backend?: StateBackend;
  /**
   * Known vulnerabilities that images may have, those of the platform and those of tenants without a policy of their own.
   * @default none is looked for
   */
  readonly vulnerabilities?: VulnerabilityPolicy;
}

/** Everything that all tenants share: the images, the certificate authority, the networks of ingress and operations, and the router. */
export class PlatformStack extends AppEngineStack implements Platform {
  /** The images that it builds. */
  readonly images: PlatformImages;
  /** The router. */
  readonly router: AppRouter;
  /** The authority of all internal certificates. */
  readonly authority: CertificateAuthority;
  /** Registries of images beside the Docker Official Images. */
  readonly registries: readonly string[];
  /** Services that tenants may have. */
  readonly services: ServiceCatalogue;
  /** Which images tenants run. @default any of an allowed registry, or built here */
  readonly imagePolicy?: ImagePolicy;
  /** How releases are signed. @default they are not */
  readonly signing?: ReleaseSigning;
  /** Keeps images of releases; undefined where the engine alone does. */
  readonly registry: Registry | undefined;
  /** Keeps the states of all stacks. */
  readonly backend: StateBackend;
  /** Known vulnerabilities that images may have; undefined where none is looked for. */
  readonly vulnerabilities: VulnerabilityPolicy | undefined;

  constructor(scope: Construct, id = 'platform', props: PlatformStackProps = {}) {
    const { instance = Instance.fromEnvironment(), host = DockerHost.fromEnvironment(), registries = [], addresses = [] } = props;
    const { backend = StateBackend.local(), services = ServicePool.none(), vulnerabilities } = props;
    super(scope, id, { instance, host, registries, backend, vulnerabilities });
    this.vulnerabilities = vulnerabilities;
    this.registries = registries;
    this.backend = backend;
    this.registry = props.registry;
    if (props.imagePolicy !== undefined) this.imagePolicy = props.imagePolicy;
    if (props.signing !== undefined) this.signing = props.signing;
    addInstallationId(this);
    const images = new BuiltImages(this, this.instance);
    this.images = images.named;
    this.services = new ServiceCatalogue(services.offers.map((offer) => ({ offer, image: images.service(offer) })));
    const ingress = new IngressNetwork(this, 'Ingress');
    const operations = new OperationsNetwork(this, 'Operations');
    this.router = new AppRouter(this, 'AppRouter', { image: images.router, ingress, operations, addresses });
    this.authority = new CertificateAuthority(this, 'CertificateAuthority', { image: images.certificates });
    for (const offer of services.offers) this.addShared(offer, images);
    if (props.registry !== undefined) this.keepImages(props.registry, images);
    if (this.services.offered.length > 0) addStackOutput(this, 'catalogue', this.services.offered.map(describeOffer));
    addStackOutput(this, 'url', `http://127.0.0.1:${String(this.instance.httpPort)}`);
  }

  /** The server of a type that tenants share, where it is offered. */
  private addShared(offer: ServiceOffer, images: BuiltImages): void {
    const { shared: plan, title } = offer;
    if (plan === undefined) return;
    new SharedServer(this, `Shared${title}`, { plan, program: sharedPostgres(this, plan), image: images.server(offer) });
  }

  private keepImages(registry: Registry, images: BuiltImages): void {
    if (registry.hosting !== undefined)
      new HostedRegistry(this, 'Registry', { authority: this.authority, hosting: registry.hosting, images });
    addStackOutput(this, 'registry', describeRegistry(registry));
  }
}
