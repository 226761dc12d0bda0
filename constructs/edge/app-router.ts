import { Construct } from 'constructs';
import { ConfigFiles } from '../container/config-files';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory } from '../container/limits';
import { Listener } from '../container/listener';
import { PublishedPort } from '../container/published-port';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { AddressPlan } from '../network/address-plan';
import type { IngressNetwork } from '../network/ingress-network';
import { OperationsNetwork } from '../network/operations-network';
import { PublicNetwork } from '../network/public-network';
import { Owner } from '../owner/owner';
import { userOf } from '../tenancy/user-plan';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import { HEALTH_PORT, HTTP_PORT, HTTPS_PORT } from '../network/ports';
import { routerConfig } from './router-config';

/** Options of {@link AppRouter}. */
export interface AppRouterProps {
  /** The platform's router image. */
  readonly image: IContainerImage;
  /** Network in which it reaches the gateways. */
  readonly ingress: IngressNetwork;
  /** Network in which its metrics are read. */
  readonly operations: OperationsNetwork;
  /** Addresses of the host, IPv4 or IPv6, on which clients elsewhere reach the router, on the instance's two ports. @default none: clients on the host alone */
  readonly addresses?: readonly string[];
}

/** Always published: the command line asks for certificates here, and users of the host for apps. */
const LOOPBACK = '127.0.0.1';

/**
 * The only container with published ports. It passes TLS on by the host that the client names, and holds no key and no tenant's data. It knows no
 * tenant: a host's gateway is the container with the host's alias in the ingress network, so its configuration never changes and adding a tenant never
 * replaces it. It is away for a moment when it is replaced, because a port has one owner, and all connections end.
 */
export class AppRouter extends Construct {
  /** The container that runs it. */
  readonly container: HardenedContainer;

  constructor(scope: Construct, id: string, props: AppRouterProps) {
    super(scope, id);
    const { instance } = Owner.of(this);
    const plan = new AddressPlan(instance.name);
    const config = new ConfigFiles(this, 'Config', {
      name: 'router-config',
      directory: '/etc/router',
      files: { 'nginx.conf': routerConfig(instance.httpsPort, props.operations.subnet, plan.scrapers()) },
    });
    this.container = new HardenedContainer(this, 'Container', {
      name: 'router',
      role: 'router',
      image: props.image,
      user: userOf(this, 'router'),
      command: ['agent', 'router', 'run', '-e', 'stderr', '-c', '/etc/router/nginx.conf', '-g', 'daemon off;'],
      files: [config],
      networks: [
        new PublicNetwork(this, 'Public').attach(),
        // Gateways believe this address alone.
        props.ingress.attach([], plan.router()),
        props.operations.attach([OperationsNetwork.aliasOf('router')]),
      ],
      publish: [LOOPBACK, ...(props.addresses ?? [])].flatMap((address) => [
        PublishedPort.on(address, { external: instance.httpPort, internal: HTTP_PORT }),
        PublishedPort.on(address, { external: instance.httpsPort, internal: HTTPS_PORT }),
      ]),
      listener: Listener.http(HEALTH_PORT),
      healthCheck: HealthCheck.httpOnLoopback('/'),
      // Buffers of a few thousand connections that are all full.
      memory: Memory.mebibytes(256),
      cpu: Cpu.cores(1),
      openFiles: 16_384,
      writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(32))],
      networkSettings: {
        // Several networks must not make it an IP forwarder between them.
        'net.ipv4.ip_forward': '0',
        // Every request is a connection of its own to a gateway: without reuse, ports in TIME_WAIT would bound the throughput.
        'net.ipv4.tcp_tw_reuse': '1',
        'net.ipv4.ip_local_port_range': '1024 65535',
      },
      // Unknown hosts are looked up too: nothing answers there, so that no lookup ever leaves the host.
      nameServers: ['127.0.0.1'],
      stopSignal: 'SIGQUIT',
      stopGrace: Duration.seconds(5),
    });
  }
}
