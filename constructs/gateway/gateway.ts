import { Construct } from 'constructs';
import type { GatewayCertificate } from '../certificates/gateway-certificate';
import { pollingOf } from '../certificates/polling';
import { ConfigFiles } from '../container/config-files';
import { HardenedContainer } from '../container/hardened-container';
import type { User } from '../container/user';
import type { IContainerImage } from '../image/container-image';
import { AddressPlan } from '../network/address-plan';
import { IngressNetwork } from '../network/ingress-network';
import { OperationsNetwork } from '../network/operations-network';
import type { TenantNetwork } from '../network/tenant-network';
import { Owner } from '../owner/owner';
import { userOf } from '../tenancy/user-plan';
import type { Duration } from '../units/duration';
import { AccessLog } from './access-log';
import { BackendFiles } from './backend-files';
import { DEFAULT_DRAIN, checkedDrain } from './drain';
import { haproxyOptions } from './haproxy/container-options';
import { gatewayFiles } from './haproxy/gateway-config';
import { GATEWAY_DIRECTORY } from './gateway-rules';
import { reloadWith } from './reload-with';
import type { RouteTable } from './route-table';
import { TrustedProxies } from './trusted-proxies';

/** How a gateway serves. */
export interface GatewayOptions {
  /**
   * How long answers, streams and WebSockets that have begun may go on when a deploy replaces what serves them, 1 second to 4 minutes; then they are closed.
   * A deploy waits for the last of them. @default 30 seconds
   */
  readonly drain?: Duration;
  /** Fields logged per request. @default JSON without query strings */
  readonly accessLog?: AccessLog;
  /** Proxies in front of the platform, such as a content network, that say who their client is. @default TrustedProxies.none(): clients connect themselves */
  readonly trustedProxies?: TrustedProxies;
  /** Only needed when the computed uid clashes. @default a uid of its own, computed from instance and tenant */
  readonly user?: User;
}

/** Input of a gateway. */
export interface GatewayProps extends GatewayOptions {
  /** The platform's gateway image. */
  readonly image: IContainerImage;
  readonly network: TenantNetwork;
  readonly certificate: GatewayCertificate;
  readonly routes: RouteTable;
}

/**
 * A tenant's own HAProxy between the router and its apps, where TLS ends. It registers its hosts by bearing their aliases in the ingress network. A
 * deploy of an app only reloads it, which hands the listening sockets over and loses no connection; a change of routes or image swaps it for a new
 * generation.
 */
export class Gateway extends Construct {
  readonly container: HardenedContainer;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { instance, tenant = '' } = Owner.of(this);
    const plan = new AddressPlan(instance.name);
    const accessLog = props.accessLog ?? AccessLog.json();
    const { hosts } = props.routes;
    const drain = checkedDrain(props.drain ?? DEFAULT_DRAIN);
    const config = new ConfigFiles(this, 'Config', {
      name: 'gateway-config',
      directory: GATEWAY_DIRECTORY,
      files: gatewayFiles(props.routes, {
        tenant,
        ingress: plan.ingress(),
        router: plan.router(),
        operations: plan.operations(),
        scrapers: plan.scrapers(),
        trustedProxies: props.trustedProxies ?? TrustedProxies.none(),
        certificate: props.certificate,
        drain,
        accessLog,
      }),
    });
    const backends = new BackendFiles(this, 'Backends', {
      volume: 'gateway-backends',
      backends: props.routes.backends,
      loaderOf: ({ name }) => `${name}-backend`,
      directivesOf: (backend) => props.routes.backendDirectives(backend),
    });
    const ingressAliases = hosts.map((host) => IngressNetwork.aliasOf(host));
    this.container = new HardenedContainer(this, 'Container', {
      ...haproxyOptions(drain),
      name: 'gateway',
      role: 'gateway',
      image: props.image,
      user: userOf(this, 'gateway', props.user),
      command: [
        ...[props.certificate.file, '-W', '-S', '/tmp/master.sock,mode,600', '-f', `${GATEWAY_DIRECTORY}/gateway.cfg`],
        ...backends.args,
      ],
      environment: pollingOf(this),
      files: [config, backends, props.certificate],
      networks: [
        props.network.attach(),
        { networkName: IngressNetwork.nameOf(instance.name), aliases: ingressAliases, dependables: [] },
        { networkName: OperationsNetwork.nameOf(instance.name), aliases: [OperationsNetwork.aliasOf(tenant)], dependables: [] },
      ],
      settings: [accessLog],
    });
    reloadWith(this.container, { backends: backends.loaders, files: props.certificate.loaders }, drain);
  }
}
