import type { Construct } from 'constructs';
import { AppImage } from '../constructs/build/app-image';
import { attachRuntimeImages } from '../constructs/build/runtime-images';
import { Aspects, TerraformStack } from '../constructs/cdktf/framework';
import { StateBackend } from '../constructs/cdktf/state-backend';
import { addStackOutput } from '../constructs/cdktf/stack-output';
import { BackupKeeper } from '../constructs/backup/backup-keeper';
import { Certificates } from '../constructs/certificates/certificates';
import { AppEngineError } from '../constructs/errors';
import { DEFAULT_DRAIN, checkedDrain } from '../constructs/gateway/drain';
import { Gateway, type GatewayOptions } from '../constructs/gateway/gateway';
import type { RouteProps } from '../constructs/gateway/route';
import { RouteTable } from '../constructs/gateway/route-table';
import type { IRouteTarget } from '../constructs/gateway/route-target';
import { Routes } from '../constructs/gateway/routes';
import { TenantNetwork } from '../constructs/network/tenant-network';
import type { RuntimePool } from '../constructs/runtime/runtime-pool';
import { Workload } from '../constructs/runtime/workload';
import { Schedule } from '../constructs/schedule/schedule';
import { Secret } from '../constructs/secrets/secret';
import { BackingService } from '../constructs/services/backing-service';
import { Quota, type QuotaProps } from '../constructs/tenancy/quota';
import { Tenant } from '../constructs/tenancy/tenant';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import { LONGEST_TENANT_NAME, RESERVED_TENANT_NAMES } from '../constructs/tenancy/tenant-name';
import { describeApp, describeScheduleAsApp, describeServiceAsApp } from './app-description';
import { describeRelease } from './release-description';
import { describeSchedule } from './schedule-description';
import { describeBackups, describeSecret, describeService } from './service-description';
import { Hardening } from '../guidelines/cdktf';
import { AppEngineStack } from './app-engine-stack';
import type { Platform } from './platform';
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
  /** Known vulnerabilities that its images may have. @default that of the platform */
  readonly vulnerabilities?: VulnerabilityPolicy;
}

/** One tenant: its own state, network, volumes, uids and quota. Adding, breaking or removing it changes no other stack. */
export class TenantStack extends AppEngineStack {
  /** Name of the tenant and of its stack. */
  readonly tenant: string;
  /** The platform that it is a tenant of. */
  readonly platform: Platform;
  /** The network of its gateway and its apps. */
  readonly network: TenantNetwork;
  private readonly certificates: Certificates;
  private readonly vulnerabilities: VulnerabilityPolicy | undefined;
  private readonly gateway: GatewayOptions;
  private readonly routes: Routes;

  /** @param tenant name of the tenant and of its stack: 1 to 20 of a-z, 0-9 and single "-", a letter first */
  constructor(scope: Construct, tenant: string, props: TenantStackProps) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(tenant) || tenant.length > LONGEST_TENANT_NAME || RESERVED_TENANT_NAMES.has(tenant)) {
      throw new AppEngineError(
        'TenantNameInvalid',
        `tenant name ${JSON.stringify(tenant)} must be 1 to 20 of a-z, 0-9 and single "-", a letter first, and none of ${[...RESERVED_TENANT_NAMES].join(', ')}; rename the tenant`,
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
    this.certificates = props.certificates ?? Certificates.internal();
    this.gateway = props.gateway ?? {};
    this.network = new TenantNetwork(this, 'Network', props.block === undefined ? {} : { block: props.block });
    this.routes = Routes.attach(this);
    Tenant.attach(this, {
      name: tenant,
      network: this.network,
      quota: new Quota(props.quota),
      drain: checkedDrain(this.gateway.drain ?? DEFAULT_DRAIN),
      images: images.infrastructure,
      ...(services === undefined ? {} : { services }),
    });
    attachRuntimeImages(this, images.runtimes);
    if (TerraformStack.isStack(props.platform)) this.addDependency(props.platform);
    // Only at synth are all routes known.
    Aspects.of(this).add({
      visit: (node) => {
        if (node === this) this.complete();
      },
    });
  }

  /**
   * Lets the tenant's gateway serve a host, or a part of its paths. Constructs of your own do so by `Routes.of(this).add(…)`.
   * @param host such as `shop.acme.localhost`; no other tenant may serve it
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
    addStackOutput(
      this,
      'apps',
      Object.fromEntries([
        ...workloads.map((workload) => [workload.name, describeApp(workload, this.routes.urlsOf(workload))] as const),
        ...services.map((service) => [service.name, describeServiceAsApp(service)] as const),
        ...schedules.map((schedule) => [schedule.name, describeScheduleAsApp(schedule)] as const),
      ]),
      [...workloads.flatMap(({ containers }) => containers), ...[...services, ...schedules].map(({ container }) => container)].map(
        ({ dependable }) => dependable,
      ),
    );
    const secrets = this.node.findAll().filter((construct) => Secret.isSecret(construct));
    this.describe('services', services, describeService);
    const backups = this.node.findAll().filter((construct) => BackupKeeper.isBackupKeeper(construct));
    this.describe('backups', backups, describeBackups);
    this.describe('schedules', schedules, describeSchedule);
    this.describe('secrets', secrets, describeSecret);
    const images = this.node.findAll().filter((construct) => AppImage.isAppImage(construct));
    const releases = images.flatMap((image) =>
      image.release === undefined ? [] : [[image.release.name, describeRelease(image, image.release)] as const],
    );
    if (releases.length > 0) addStackOutput(this, 'releases', Object.fromEntries(releases));
    const unscanned = unscannedImages(images, this.vulnerabilities);
    if (unscanned.length > 0) Hardening.of(this).attach({ unscanned });
  }

  /** A stack without any has no such output. */
  private describe<T extends { readonly name: string }>(output: string, all: readonly T[], describe: (one: T) => unknown): void {
    if (all.length > 0) addStackOutput(this, output, Object.fromEntries(all.map((one) => [one.name, describe(one)])));
  }
}
