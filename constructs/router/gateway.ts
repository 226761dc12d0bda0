import { Construct } from 'constructs';
import type { GatewayCertificate } from '../certificates/gateway-certificate';
import { pollingOf } from '../certificates/polling';
import { ConfigFiles } from '../container/config-files';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import type { User } from '../container/user';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { AddressPlan } from '../network/address-plan';
import { IngressNetwork } from '../network/ingress-network';
import { OperationsNetwork } from '../network/operations-network';
import type { TenantNetwork } from '../network/tenant-network';
import { Owner } from '../tenancy/owner';
import { userOf } from '../tenancy/user-plan';
import { addReload } from '../terraform/reload';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { AccessLog } from './access-log';
import { BackendFiles } from './backend-files';
import { DEFAULT_DRAIN, checkedDrain } from './drain';
import { BACKENDS_DIRECTORY, gatewayFiles } from './gateway-config';
import { GATEWAY_DIRECTORY } from './gateway-rules';
import { HEALTH_PORT } from './ports';
import type { RouteTable } from './route-table';
import { TrustedProxies } from './trusted-proxies';

/** What a gateway serves. */
export interface GatewayProps {
  /** The platform's gateway image. */
  readonly image: IContainerImage;
  readonly network: TenantNetwork;
  readonly certificate: GatewayCertificate;
  readonly routes: RouteTable;
  /** How long what has begun may go on after a reload or a swap. @default 30 seconds */
  readonly drain?: Duration;
  /** @default a uid of its own, computed from instance and tenant */
  readonly user?: User;
  /** @default JSON without query strings */
  readonly accessLog?: AccessLog;
  /** @default TrustedProxies.none() */
  readonly trustedProxies?: TrustedProxies;
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
    const { pools, hosts } = props.routes;
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
    const backends = new BackendFiles(this, 'Backends', props.routes);
    const ingressAliases = hosts.map((host) => IngressNetwork.aliasOf(host));
    this.container = new HardenedContainer(this, 'Container', {
      name: 'gateway',
      role: 'gateway',
      image: props.image,
      user: userOf(this, 'gateway', props.user),
      command: [
        ...[props.certificate.file, '-W', '-S', '/tmp/master.sock,mode,600', '-f', `${GATEWAY_DIRECTORY}/gateway.cfg`],
        ...pools.flatMap((pool) => ['-f', `${BACKENDS_DIRECTORY}/${pool.name}.cfg`]),
      ],
      environment: pollingOf(this),
      files: [config, backends, props.certificate],
      networks: [
        props.network.attach(),
        { networkName: IngressNetwork.nameOf(instance.name), aliases: ingressAliases, dependables: [] },
        { networkName: OperationsNetwork.nameOf(instance.name), aliases: [OperationsNetwork.aliasOf(tenant)], dependables: [] },
      ],
      offSwitches: [accessLog],
      listener: Listener.http(HEALTH_PORT),
      healthCheck: HealthCheck.http('/'),
      memory: Memory.mebibytes(96),
      cpu: Cpu.cores(1),
      pids: Pids.atMost(64),
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(4))],
      networkSettings: { 'net.ipv4.ip_forward': '0', 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.ip_local_port_range': '1024 65535' },
      stopSignal: 'SIGUSR1',
      stopGrace: Duration.seconds(drain.seconds + 5),
    });
    for (const loader of [...backends.loaders, ...props.certificate.loaders]) {
      addReload(loader, {
        trigger: loader.generation,
        container: this.container.containerName,
        program: ['gateway-reload', String(drain.seconds)],
        after: [loader.dependable, this.container.dependable],
      });
    }
  }
}
