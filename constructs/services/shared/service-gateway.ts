import { Construct } from 'constructs';
import { ConfigFiles } from '../../container/config-files';
import { HardenedContainer } from '../../container/hardened-container';
import { Memory } from '../../container/limits';
import type { User } from '../../container/user';
import { haproxyOptions } from '../../gateway/haproxy/container-options';
import { serviceGatewayConfig } from '../../gateway/haproxy/service-gateway-config';
import type { IContainerImage } from '../../image/container-image';
import { Network } from '../../network/network';
import type { ServiceNetwork } from '../../network/service-network';
import { SharedPlan } from '../../service-pool/shared-plan';
import { userOf } from '../../tenancy/user-plan';
import type { Duration } from '../../units/duration';
import type { SharedServerNames } from './shared-server-names';

/** Options of {@link ServiceGateway}. */
export interface ServiceGatewayProps {
  /** Name of the service. */
  readonly service: string;
  readonly names: SharedServerNames;
  /** The platform's gateway image. */
  readonly image: IContainerImage;
  /** Network of the apps that use the service. */
  readonly network: ServiceNetwork;
  /** Name by which they find the server: one of its certificate. */
  readonly host: string;
  readonly port: number;
  /** Connections that the service may have at a time. */
  readonly connections: number;
  /** How long open connections may go on when it is replaced. */
  readonly drain: Duration;
  /** Only needed when the computed uid clashes. */
  readonly user: User | undefined;
}

const DIRECTORY = '/etc/service-gateway';

/** The way of one service of a tenant to the server that tenants share: HAProxy, under the server's certified name in the network of the service. */
export class ServiceGateway extends Construct {
  readonly container: HardenedContainer;

  constructor(scope: Construct, id: string, props: ServiceGatewayProps) {
    super(scope, id);
    const { service, names, image, network, host, port, connections, drain } = props;
    const name = `${service}-gateway`;
    const config = new ConfigFiles(this, 'Config', {
      name,
      directory: DIRECTORY,
      files: {
        'gateway.cfg': serviceGatewayConfig({
          bindings: network.subnet,
          shared: names.subnet,
          server: names.address,
          port,
          connections: SharedPlan.passedOf(connections),
          drain,
        }),
      },
    });
    this.container = new HardenedContainer(this, 'Container', {
      ...haproxyOptions(drain),
      memory: Memory.mebibytes(48),
      name,
      role: 'service-gateway',
      app: { name: service, slot: 1 },
      image,
      user: userOf(this, name, props.user),
      entrypoint: ['haproxy'],
      command: ['-W', '-f', `${DIRECTORY}/gateway.cfg`],
      files: [config],
      networks: [Network.fromName(names.networkName).attach(), network.attach([host])],
    });
  }
}
