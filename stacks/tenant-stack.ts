import type { Construct } from 'constructs';
import { AppImage } from '../constructs/build/app-image';
import { attachRuntimeImages } from '../constructs/build/runtime-images';
import { Aspects, TerraformStack } from '../constructs/cdktf/framework';
import { StateBackend } from '../constructs/cdktf/state-backend';
import { addStackOutput } from '../constructs/cdktf/stack-output';
import { BackupKeeper } from '../constructs/backup/backup-keeper';
import { literal } from '../constructs/cdktf/literal';
import { Certificates } from '../constructs/certificates/certificates';
import { AppEngineError } from '../constructs/errors';
import { DEFAULT_DRAIN, checkedDrain } from '../constructs/gateway/drain';
import { Gateway, type GatewayOptions } from '../constructs/gateway/gateway';
import type { RouteProps } from '../constructs/gateway/route';
import { RouteTable } from '../constructs/gateway/route-table';
import type { IRouteTarget } from '../constructs/gateway/route-target';
import { Routes } from '../constructs/gateway/routes';
import { TenantNetwork } from '../constructs/network/tenant-network';
import type { Preview } from '../constructs/tenancy/preview';
import type { Previews } from '../constructs/tenancy/previews';
import type { RuntimePool } from '../constructs/runtime/runtime-pool';
import { Workload } from '../constructs/runtime/workload';
import { Schedule } from '../constructs/schedule/schedule';
import { Secret } from '../constructs/secrets/secret';
import { BackingService } from '../constructs/services/backing-service';
import { SharedService } from '../constructs/services/shared/shared-service';
import { ImagePolicy } from '../constructs/signing/image-policy';
import type { ReleaseSigning } from '../constructs/signing/release-signing';
import { RELEASE_COMMAND_VARIABLE } from '../constructs/release/source-release';
import { SIGNING_KEY, type SigningDescription } from '../constructs/signing/signing-description';
import { Quota, type QuotaProps } from '../constructs/tenancy/quota';
import { Tenant } from '../constructs/tenancy/tenant';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import { LONGEST_TENANT_NAME, RESERVED_TENANT_NAMES } from '../constructs/tenancy/tenant-name';
import { Hardening } from '../guidelines/cdktf';
import { describeApp, describeScheduleAsApp, describeServiceAsApp } from './app-description';
import { imageSignatures } from './image-signatures';
import { describeRegistry } from './registry-description';
import { describeRelease } from './release-description';
import { describeSchedule } from './schedule-description';
import { describeBackups, describeSecret, describeService, describeShared } from './service-description';
import { AppEngineStack } from './app-engine-stack';
import type { Platform } from './platform';
import { PreviewPlatform } from './preview-platform';
import { unscannedImages } from './unscanned-images';

/** Options of {@link TenantStack}. */
export interface TenantStackProps {
  /** The platform that it is a tenant of. */
  readonly platform: Platform;
  /** For all apps and services together. @default 2 GiB of memory and 2 cores */
  readonly quota?: QuotaProps;
  /** Block in the address plan, 0 to 8191: only needed when two tenants' computed blocks clash. @default computed from the name */
  readonly block?: number;
  /** Source of the certificate of the tenant's hosts. @default Certificates.internal() */
  readonly certificates?: Certificates;
  /** How the tenant's gateway serves. @default see each option */
  readonly gateway?: GatewayOptions;
  /** Lets branches have previews of the tenant: `npx appengine preview up`. @default none may */
  readonly previews?: Previews;
  /** Which images its containers run, such as those of signed releases alone. @default as the platform says */
  readonly imagePolicy?: ImagePolicy;
  /** How `npx appengine release build` signs its releases. @default as the platform says */
  readonly signing?: ReleaseSigning;
  /** Known vulnerabilities that its images may have. @default that of the platform */
  readonly vulnerabilities?: VulnerabilityPolicy;
}

/**
 * One tenant: its own state, network, volumes, uids and quota. Adding, breaking or removing it changes no other stack. For a preview of a branch it has another
 * name and other hosts.
 */
export class TenantStack extends AppEngineStack {
  /** Name of the tenant and of its stack; of a preview such as `acme-pr-12`. */
  readonly tenant: string;
  /** The platform that it is a tenant of. */
  readonly platform: Platform;
  /** The preview that it is; undefined for the tenant itself. */
  readonly preview: Preview | undefined;
  /** The network of its gateway and its apps. */
  readonly network: TenantNetwork;
  private readonly certificates: Certificates;
  private readonly vulnerabilities: VulnerabilityPolicy | undefined;
  private readonly gateway: GatewayOptions;
  private readonly routes: Routes;
  private readonly previews: Previews | undefined;
  private readonly signing: ReleaseSigning | undefined;

  /** @param original name of the tenant and of its stack: 1 to 20 of a-z, 0-9 and single "-", a letter first */
  constructor(scope: Construct, original: string, props: TenantStackProps) {
    const { preview } = props.platform;
    const tenant = preview === undefined ? original : preview.stack;
    if (preview !== undefined) checkAllowed(original, preview, props.previews);
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(original) || original.length > LONGEST_TENANT_NAME || RESERVED_TENANT_NAMES.has(original)) {
      throw new AppEngineError(
        'TenantNameInvalid',
        `tenant name ${JSON.stringify(original)} must be 1 to 20 of a-z, 0-9 and single "-", a letter first, and none of ${[...RESERVED_TENANT_NAMES].join(', ')}; rename the tenant`,
      );
    }
    if (scope.node.tryFindChild(tenant) !== undefined) {
      throw new AppEngineError(
        'TenantDeclaredTwice',
        `tenant ${JSON.stringify(tenant)} is declared already; rename one of the two, or delete it`,
      );
    }
    const { instance, host, registries = [], images, services, backend = StateBackend.local() } = props.platform;
    const vulnerabilities = props.vulnerabilities ?? props.platform.vulnerabilities;
    super(scope, tenant, { instance, host, registries, tenant, backend, vulnerabilities });
    this.tenant = tenant;
    this.vulnerabilities = vulnerabilities;
    this.platform = props.platform;
    this.preview = preview;
    this.previews = props.previews;
    this.certificates = props.certificates ?? Certificates.internal();
    this.gateway = props.gateway ?? {};
    // A block that was chosen is the original's.
    this.network = new TenantNetwork(this, 'Network', props.block === undefined || preview !== undefined ? {} : { block: props.block });
    this.routes = Routes.attach(this);
    this.signing = props.signing ?? props.platform.signing;
    const imagePolicy = props.imagePolicy ?? props.platform.imagePolicy;
    if (imagePolicy !== undefined) ImagePolicy.attach(this, imagePolicy);
    Tenant.attach(this, {
      name: tenant,
      network: this.network,
      quota: new Quota(preview === undefined ? props.quota : (props.previews?.quota ?? props.quota)),
      drain: checkedDrain(this.gateway.drain ?? DEFAULT_DRAIN),
      images: images.infrastructure,
      ...(services === undefined ? {} : { services }),
      ...(preview === undefined || props.previews === undefined ? {} : { preview: { names: preview, rules: props.previews } }),
    });
    attachRuntimeImages(this, images.runtimes);
    const platform = PreviewPlatform.originalOf(props.platform);
    if (TerraformStack.isStack(platform)) this.addDependency(platform);
    // Only at synth are all routes known.
    Aspects.of(this).add({
      visit: (node) => {
        if (node === this) this.complete();
      },
    });
  }

  /**
   * Lets the tenant's gateway serve a host, or a part of its paths. Constructs of your own do so by `Routes.of(this).add(…)`.
   * @param host such as `shop.acme.localhost`; no other tenant may serve it. Of a preview it is `pr-12.shop.acme.localhost`
   * @param target a pool, a `TrafficSplit` between several, or a `Redirect`
   * @throws AppEngineError HostInvalid, HostTaken, RouteTaken, RoutePathInvalid
   */
  route(host: string, target: IRouteTarget, props: RouteProps = {}): void {
    this.routes.add(host, target, props);
  }

  /** URLs of a pool, in the order of its routes. */
  urlsOf(pool: RuntimePool): readonly string[] {
    return this.routes.urlsOf(pool);
  }

  private complete(): void {
    if (this.node.tryFindChild('apps') !== undefined) return;
    if (this.preview !== undefined && this.previews !== undefined) {
      checkNames(this.previews, this);
      // A branch may have what Terraform would read.
      addStackOutput(this, 'preview', JSON.parse(literal(JSON.stringify(this.preview.describe(this.previews)))));
    }
    if (this.routes.all.length > 0) {
      const table = new RouteTable(this.routes.all);
      const certificate = this.certificates.provide(this, 'Certificate', {
        images: this.platform.images.infrastructure,
        hosts: table.hosts,
      });
      const { container } = new Gateway(this, 'Gateway', {
        ...this.gateway,
        certificate,
        image: this.platform.images.infrastructure.gateway,
        network: this.network,
        routes: table,
      });
      addStackOutput(this, 'routes', table.describe(), [container.dependable]);
    }
    const workloads = this.node.findAll().filter((construct) => Workload.isWorkload(construct));
    const schedules = this.node.findAll().filter((construct) => Schedule.isSchedule(construct));
    const services = this.node.findAll().filter((construct) => BackingService.isService(construct));
    const shared = this.node.findAll().filter((construct) => SharedService.isSharedService(construct));
    addStackOutput(
      this,
      'apps',
      Object.fromEntries([
        ...workloads.map((workload) => [workload.name, describeApp(workload, this.routes.urlsOf(workload))] as const),
        ...[...services, ...shared].map((service) => [service.name, describeServiceAsApp(service)] as const),
        ...schedules.map((schedule) => [schedule.name, describeScheduleAsApp(schedule)] as const),
      ]),
      [
        ...workloads.flatMap(({ containers }) => containers),
        ...[...services, ...shared, ...schedules].map(({ container }) => container),
      ].map(({ dependable }) => dependable),
    );
    const secrets = this.node.findAll().filter((construct) => Secret.isSecret(construct));
    this.describe('services', [...services, ...shared], (service) =>
      SharedService.isSharedService(service) ? describeShared(service) : describeService(service),
    );
    const backups = this.node.findAll().filter((construct) => BackupKeeper.isBackupKeeper(construct));
    this.describe('backups', backups, describeBackups);
    this.describe('schedules', schedules, describeSchedule);
    this.describe('secrets', secrets, describeSecret);
    const images = this.node.findAll().filter((construct) => AppImage.isAppImage(construct));
    const releases = images.flatMap((image) =>
      image.release === undefined ? [] : [[image.release.name, describeRelease(image, image.release)] as const],
    );
    if (releases.length > 0) addStackOutput(this, 'releases', Object.fromEntries(releases));
    const { registry } = PreviewPlatform.originalOf(this.platform);
    if (releases.length > 0 && registry !== undefined) addStackOutput(this, 'registry', describeRegistry(registry));
    this.lookAtSignatures(images);
    const unscanned = unscannedImages(images, this.vulnerabilities);
    if (unscanned.length > 0) Hardening.of(this).attach({ unscanned });
  }

  /** Their verdicts travel in the configuration, so that the plan and the engine are judged by the same ones. A command about releases looks for itself. */
  private lookAtSignatures(images: readonly AppImage[]): void {
    const keys = ImagePolicy.find(this)?.keys;
    if (process.env[RELEASE_COMMAND_VARIABLE] !== undefined) {
      const description: SigningDescription = {
        ...(keys === undefined ? {} : { trusted: keys.map((key) => key.describe()) }),
        ...(this.signing === undefined ? {} : { signer: this.signing.description }),
      };
      this.addOverride(`//.${SIGNING_KEY}`, description);
    } else if (keys !== undefined) {
      Hardening.of(this).attach({ signatures: imageSignatures(this.tenant, images, keys) });
    }
  }

  /** A stack without any has no such output. */
  private describe<T extends { readonly name: string }>(output: string, all: readonly T[], describe: (one: T) => unknown): void {
    if (all.length > 0) addStackOutput(this, output, Object.fromEntries(all.map((one) => [one.name, describe(one)])));
  }
}

/** @throws AppEngineError PreviewsNotAllowed */
function checkAllowed(tenant: string, preview: Preview, previews: Previews | undefined): void {
  if (preview.tenant !== tenant) {
    throw new AppEngineError(
      'PreviewsNotAllowed',
      `tenant ${JSON.stringify(tenant)} is beside ${JSON.stringify(preview.tenant)}, of which a preview is asked for; give each of the two a file of its own`,
    );
  }
  if (previews === undefined) {
    throw new AppEngineError(
      'PreviewsNotAllowed',
      `tenant ${JSON.stringify(tenant)} allows no previews; add \`previews: Previews.of()\` to its stack`,
    );
  }
}

/** A seed or a secret of a wrong name would be left out without a word. @throws AppEngineError PreviewsInvalid */
function checkNames({ seeds, secrets }: Previews, stack: TenantStack): void {
  const all = stack.node.findAll();
  const services = all.filter((construct) => BackingService.isService(construct)).map(({ name }) => name);
  const given = all.filter((construct) => Secret.isSecret(construct)).map(({ name }) => name);
  const check = (what: string, names: readonly string[], known: readonly string[]): void => {
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length === 0) return;
    throw new AppEngineError(
      'PreviewsInvalid',
      `${what} ${unknown.join(', ')} must be of the tenant, which has ${known.join(', ') || '(none)'}; correct the name in \`previews\``,
    );
  };
  check('seeds: service', Object.keys(seeds), services);
  check('secrets: secret', secrets, given);
}
